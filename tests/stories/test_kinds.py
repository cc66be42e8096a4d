"""Every kind of case as people meet it, through the router: what they press, and what they read."""

from __future__ import annotations

from collections.abc import Sequence

from desk.domain.cases.case import Act, Case, Kind, Source, State
from desk.domain.talk.said import SaidKind
from tests.deskside import Desk, Told
from tests.village import (
    COMPLAINTS,
    DUTY,
    MONITOR,
    NEIGHBOUR_VILLAGE,
    RESIDENT,
    TOWN_DESK,
    VILLAGE,
    Character,
)

LINE = (MONITOR, TOWN_DESK, DUTY)


async def cases_of(desk: Desk, who: Character = RESIDENT) -> Sequence[Case]:
    person = await desk.person(who)
    async with desk.work() as work:
        return await work.cases.find_of_reporter(person.id)


async def complains(desk: Desk, *ways: str, story: str = "他把修路的钱私自扣了") -> None:
    """From the menu to the receipt: about whom, who it is, with or without a name."""
    await desk.types(RESIDENT, "更多")
    await desk.presses(RESIDENT, "投诉")
    for way in ways:
        await desk.presses(RESIDENT, way)
    await desk.types(RESIDENT, story)
    await desk.presses(RESIDENT, "说完了")
    await desk.presses(RESIDENT, "没有危险")
    await desk.presses(RESIDENT, "发送")


async def question(desk: Desk, who: Character = RESIDENT) -> Told:
    """The newest message with buttons, edits of former ones left out."""
    return [one for one in await desk.told(who) if one.buttons][-1]


async def receipt(desk: Desk, template: str) -> str:
    [found] = [told.text for told in await desk.told(RESIDENT) if told.template == template]
    return found


async def test_wang_xiulan_complains_of_the_monitor_and_only_the_post_outside_the_line_hears(desk: Desk):
    """process.md 3.4: never the official, nor anybody of the line below those who take complaints."""
    await desk.resident()

    await complains(desk, "村干部", MONITOR.name, "留名")

    [case] = await cases_of(desk)
    accused = await desk.official(MONITOR)
    assert (case.kind, case.outside, case.accused_id) == (Kind.COMPLAINT, True, accused.id)
    assert [await desk.told(one) for one in LINE] == [[], [], []]
    card = (await desk.last_told(COMPLAINTS)).text
    assert all(word in card for word in (case.number, MONITOR.name, RESIDENT.name, "私自扣了"))
    words = await receipt(desk, "complaint.receipt")
    assert all(
        word in words for word in (case.number, COMPLAINTS.name, COMPLAINTS.phone, "12月10日", "投诉受理")
    )


async def test_a_complaint_offers_the_officials_of_that_level_by_name_and_office(desk: Desk):
    await desk.resident()
    await desk.types(RESIDENT, "更多")
    await desk.presses(RESIDENT, "投诉")

    await desk.presses(RESIDENT, "镇干部")

    shown = list((await question(desk)).buttons)
    assert f"{TOWN_DESK.name} · 镇指挥中心" in shown
    assert "不在里面、说不清" in shown
    assert not any(MONITOR.name in label for label in shown)


async def test_a_complaint_about_nobody_in_office_takes_the_ordinary_way(desk: Desk):
    await desk.resident()

    await complains(desk, "不是说哪个干部", "留名", story="路灯坏了半年没人修")

    [case] = await cases_of(desk)
    assert (case.outside, case.accused_id) == (False, None)
    assert case.number in (await desk.last_told(TOWN_DESK)).text


async def test_an_anonymous_complaint_is_answered_and_rated_without_anybody_knowing_whose_it_is(desk: Desk):
    """process.md 10: anonymous means anonymous, and the answer still arrives."""
    await desk.resident()

    await complains(desk, "镇干部", TOWN_DESK.name, "匿名")
    await desk.presses(COMPLAINTS, "受理")
    await desk.presses(COMPLAINTS, "答复")
    await desk.presses(COMPLAINTS, "自己写")
    await desk.types(COMPLAINTS, "查过了，钱已经退回村里")
    await desk.presses(COMPLAINTS, "发给群众")
    await desk.presses(RESIDENT, "满意")

    [case] = await cases_of(desk)
    assert (case.anonymous, case.state, case.contact) == (True, State.CLOSED, "")
    told = "\n".join(one.text for one in await desk.told(COMPLAINTS))
    assert RESIDENT.name not in told
    assert RESIDENT.phone not in told
    assert "匿名件" in told
    assert "查过了" in "\n".join(one.text for one in await desk.told(RESIDENT))
    assert "没有人知道是您" in "\n".join(one.text for one in await desk.told(RESIDENT))
    assert "答复发到您这里" in await receipt(desk, "complaint.receipt")


async def test_whoever_stays_unknown_is_asked_to_type_and_a_voice_goes_nowhere(desk: Desk):
    await desk.resident()
    await desk.types(RESIDENT, "更多")
    for way in ("投诉", "村干部", "说不清", "匿名"):
        await desk.presses(RESIDENT, way)

    await desk.hears(RESIDENT, SaidKind.VOICE, file_id="VOICE", duration=3)
    asked = (await desk.last_told(RESIDENT)).text
    await desk.types(RESIDENT, "村里分救济粮不公")
    await desk.hears(RESIDENT, SaidKind.PHOTO, file_id="PHOTO")
    await desk.hears(RESIDENT, SaidKind.LOCATION, latitude=36.8, longitude=120.1)
    await desk.presses(RESIDENT, "说完了")
    await desk.presses(RESIDENT, "没有危险")
    await desk.presses(RESIDENT, "发送")

    told = await desk.told(COMPLAINTS)
    assert "请打字" in asked
    assert [one.file_id for one in told if one.file_id] == ["PHOTO"]
    assert not any(one.row.method == "location" for one in told)
    assert "有语音、文件或位置，匿名件不转" in next(one.text for one in told if one.template == "task.card")


async def test_free_words_about_the_secretary_are_offered_as_a_complaint(desk: Desk):
    await desk.resident()

    await desk.types(RESIDENT, "我要举报村书记，他克扣低保钱")
    await desk.presses(RESIDENT, "这是投诉")
    await desk.presses(RESIDENT, "村干部")
    await desk.presses(RESIDENT, "说不清")
    await desk.presses(RESIDENT, "留名")
    await desk.presses(RESIDENT, "没有危险")
    await desk.presses(RESIDENT, "发送")

    [case] = await cases_of(desk)
    async with desk.work() as work:
        words = [word.body.get("text") for word in await work.cases.words(case.id)]
    assert case.outside
    assert "我要举报村书记，他克扣低保钱" in words
    assert [await desk.told(one) for one in LINE] == [[], [], []]


async def test_a_second_message_may_show_that_it_is_a_complaint(desk: Desk):
    await desk.resident()

    await desk.types(RESIDENT, "有件事想说说")
    await desk.types(RESIDENT, "村干部打人")
    await desk.presses(RESIDENT, "这是投诉")

    assert "反映谁" in (await question(desk)).text


async def test_danger_in_a_complaint_reaches_the_post_outside_and_the_county_but_not_the_village(desk: Desk):
    """process.md 3.3 and 3.4 together: help first, and still not by way of the accused."""
    await desk.resident()

    await desk.types(RESIDENT, "村干部打人了，我爹被打断腿，快来人")

    assert "被打断腿" in (await desk.last_told(COMPLAINTS)).text
    assert "被打断腿" in (await desk.last_told(DUTY)).text
    assert [await desk.told(one) for one in (MONITOR, TOWN_DESK)] == [[], []]
    assert COMPLAINTS.name in "\n".join(one.text for one in await desk.told(RESIDENT))


async def test_danger_caused_by_the_duty_officer_does_not_reach_the_duty_officer(desk: Desk):
    await desk.resident()

    await desk.types(RESIDENT, f"县里的{DUTY.name}打人，把我爹打得叫不醒了，我要投诉")

    assert "打人" in (await desk.last_told(COMPLAINTS)).text
    assert await desk.told(DUTY) == []


async def test_danger_that_only_sounded_like_a_complaint_reaches_the_village_once_that_is_said(desk: Desk):
    await desk.resident()
    await desk.types(RESIDENT, "书记电话打不通，我家房子要塌了")
    before = await desk.told(MONITOR)

    await desk.presses(RESIDENT, "请人来")

    assert before == []
    assert "房子要塌" in (await desk.last_told(MONITOR)).text
    assert "房子要塌" in (await desk.last_told(TOWN_DESK)).text


async def test_a_name_that_was_given_in_danger_is_taken_back_for_whoever_then_stays_unknown(desk: Desk):
    await desk.resident()
    await desk.types(RESIDENT, "村干部打人了，我爹被打断腿，快来人")
    for way in ("这是投诉", "村干部", "说不清", "匿名", "发送"):
        await desk.presses(RESIDENT, way)

    [case] = await cases_of(desk)
    edits = [one for one in await desk.told(COMPLAINTS) if one.template == "alarm.taken_back"]
    assert case.anonymous
    assert case.danger
    assert len(edits) == 1
    assert RESIDENT.name not in edits[0].text
    assert "已经撤掉" in await receipt(desk, "complaint.receipt")


async def test_li_makes_a_suggestion_and_the_town_gets_it(desk: Desk):
    await desk.resident()

    await desk.types(RESIDENT, "更多")
    await desk.presses(RESIDENT, "提个建议")
    await desk.types(RESIDENT, "村口能不能装个公交站牌")
    await desk.presses(RESIDENT, "说完了")
    await desk.presses(RESIDENT, "发送")

    [case] = await cases_of(desk)
    assert case.kind is Kind.SUGGESTION
    assert "公交站牌" in (await desk.last_told(TOWN_DESK)).text
    assert case.number in await receipt(desk, "suggestion.receipt")


async def test_a_family_hit_by_a_disaster_is_met_within_a_day(desk: Desk):
    await desk.resident()

    await desk.types(RESIDENT, "我有困难")
    await desk.presses(RESIDENT, "受灾")
    await desk.types(RESIDENT, "冰雹把大棚砸了")
    await desk.presses(RESIDENT, "说完了")
    await desk.presses(RESIDENT, "没有危险")
    await desk.presses(RESIDENT, "发送")

    [case] = await cases_of(desk)
    assert case.kind is Kind.DISASTER
    assert case.visit_due_at == desk.now.replace(day=24)


async def test_a_monitor_reports_what_she_sees_in_three_taps_and_keeps_it(desk: Desk):
    await desk.types(MONITOR, "随手报")
    await desk.hears(MONITOR, SaidKind.PHOTO, file_id="WALL", text="老孙家院墙歪了")
    await desk.presses(MONITOR, "九里夼村")
    await desk.presses(MONITOR, "房子")

    [case] = await cases_of(desk, MONITOR)
    owner = await desk.official(MONITOR)
    assert (case.kind, case.source, case.trouble) == (Kind.PATROL, Source.PATROL, "housing")
    assert (case.area_code, case.told_staff_id) == (VILLAGE, owner.id)
    assert "由您来办" in "\n".join(one.text for one in await desk.told(MONITOR))
    await desk.presses(MONITOR, "受理")
    assert "tell.accepted" not in [one.template for one in await desk.told(MONITOR)]


async def test_what_the_town_sees_elsewhere_goes_to_whoever_answers_there(desk: Desk):
    await desk.types(TOWN_DESK, "/patrol")
    await desk.types(TOWN_DESK, "桥边护栏断了，孩子天天走")
    await desk.presses(TOWN_DESK, "别的地方")
    await desk.types(TOWN_DESK, "九里夼村")
    await desk.presses(TOWN_DESK, "其他")

    [case] = await cases_of(desk, TOWN_DESK)
    assert "护栏断了" in (await desk.last_told(MONITOR)).text
    assert f"由 <b>{MONITOR.name}" in "\n".join(one.text for one in await desk.told(TOWN_DESK))
    await desk.presses(MONITOR, "受理")
    assert case.number in (await desk.last_told(TOWN_DESK)).text


async def test_a_resident_has_no_business_with_the_officials_report(desk: Desk):
    await desk.resident()

    await desk.types(RESIDENT, "/patrol")

    assert (await desk.last_told(RESIDENT)).template == "today.officials_only"


async def test_at_the_visit_for_the_roof_the_monitor_finds_a_girl_out_of_school(desk: Desk):
    """process.md 6: what is found at a home opens a case on the spot."""
    await desk.resident()
    await desk.types(RESIDENT, "我有困难")
    await desk.presses(RESIDENT, "房子")
    await desk.types(RESIDENT, "房顶漏雨")
    for way in ("说完了", "没有危险", "发送"):
        await desk.presses(RESIDENT, way)
    await desk.presses(MONITOR, "受理")

    await desk.presses(MONITOR, "更多操作")
    await desk.presses(MONITOR, "发现新问题")
    await desk.presses(MONITOR, "孩子上学")
    await desk.types(MONITOR, "大闺女两个月没去学校了")
    await desk.presses(MONITOR, "说完了")

    second, first = await cases_of(desk)
    async with desk.database.transaction() as connection:
        found = await connection.fetch_all("SELECT details FROM ledger WHERE act = 'found'")
    assert (second.kind, second.source, second.trouble) == (Kind.VISIT_PROBLEM, Source.PATROL, "school")
    assert [row["details"] for row in found] == [second.number]
    assert first.state is State.ACCEPTED
    assert second.number in "\n".join(
        one.text for one in await desk.told(MONITOR) if one.template == "found.done"
    )
    assert second.number in (await desk.last_told(RESIDENT)).text
    assert "没去学校" in next(
        one.text
        for one in await desk.told(MONITOR)
        if one.template == "task.card" and second.number in one.text
    )


async def test_an_english_speaker_complains_in_english_and_is_answered_in_english(desk: Desk):
    speaker = Character(1077, "Mary", "+8613800001077", language="en")
    await desk.resident(speaker, NEIGHBOUR_VILLAGE)

    await desk.types(speaker, "The village head embezzled our relief money")
    for way in ("This is a complaint", "A town official", "Not listed", "Anonymous", "Nobody is in danger"):
        await desk.presses(speaker, way)
    await desk.presses(speaker, "Send")

    [case] = await cases_of(desk, speaker)
    assert case.outside
    assert "Your complaint has arrived" in "\n".join(one.text for one in await desk.told(speaker))
    assert Act.SUBMIT.value not in (await desk.last_told(speaker)).text


async def test_danger_from_an_unnamed_county_official_is_told_to_nobody_who_may_be_the_one(desk: Desk):
    await desk.resident()
    await desk.types(RESIDENT, "更多")
    for way in ("投诉", "县里部门", "说不清", "留名"):
        await desk.presses(RESIDENT, way)

    await desk.types(RESIDENT, "他带人来打人")

    assert "打人" in (await desk.last_told(COMPLAINTS)).text
    assert await desk.told(DUTY) == []


async def test_danger_told_of_everybody_who_could_hear_of_it_is_told_to_none_of_them(desk: Desk):
    await desk.resident()

    await desk.types(RESIDENT, f"我要举报{COMPLAINTS.name}和{DUTY.name}打人，我爹被打得叫不醒了")

    assert [await desk.told(one) for one in (COMPLAINTS, *LINE)] == [[]] * 4
    assert "110" in (await desk.told(RESIDENT))[0].text
    assert "投诉" in (await question(desk)).text


async def test_a_question_about_a_secretary_is_only_a_question(desk: Desk):
    await desk.resident()

    await desk.types(RESIDENT, "书记的电话是多少")

    assert await desk.told(COMPLAINTS) == []
    assert not any(one.template == "complaint.receipt" for one in await desk.told(RESIDENT))
