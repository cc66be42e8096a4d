"""A county has words of its own for what people are in need of: one entry in its rules, and all follows."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.canned import CannedReplies
from bot.process.wiring import voice_of
from bot.rules.listed_words import texts_of
from bot.rules.reading import BrokenRules, load_rules
from desk.actions.cases.door import Refusal
from desk.actions.sweeps.tick_off import SeenObject, report_problem
from desk.domain.cases.case import Case, Kind
from desk.domain.county.rules import Rules
from desk.domain.visits.visit import Finding, FindingLevel
from handlers.router import Router
from tests.actions.casework import spoken
from tests.deskside import Desk
from tests.register import LIS, WANGS
from tests.stories.homes import newest, settle
from tests.stories.steps import newest_case
from tests.sweeping import houses, objects_of, sweep
from tests.village import MONITOR, RESIDENT

CATTLE = """
extends = "default"

[troubles.cattle]
label = { zh_CN = "牲口、家禽", en = "Cattle" }
department = "农业农村局"

[troubles.cattle.replies.assessed]
label = { zh_CN = "已上门看过", en = "Looked at" }
text.zh_CN = "{{ visited_at | day }}已经上门看了牲口，结果出来马上告诉您。"
text.en = "On {{ visited_at | day }} we came to look at the cattle and will tell you the result."

[[routes]]
trouble = "cattle"
to = "department"

[[routes]]
to = "village"
"""


def rules_of(tmp_path: Path, text: str) -> Rules:
    """The rules of a county's own file."""
    path = tmp_path / "own.toml"
    path.write_text(text, encoding="utf-8")
    return load_rules(str(path))


def runs_by(desk: Desk, rules: Rules) -> None:
    """From now on the desk keeps these rules, and says their words."""
    texts = texts_of(rules)
    desk.shared = replace(desk.shared, rules=rules)
    desk._route = Router(voice_of(texts), lambda: "bangfu_bot")


async def reports_cattle(desk: Desk) -> Case:
    await desk.resident()
    await desk.types(RESIDENT, "我有困难")
    draft = await desk.draft()
    assert draft is not None
    await desk.presses_code(RESIDENT, f"f:{draft.question}:cattle")
    await desk.types(RESIDENT, "家里的牛病了，想请兽医看看")
    for label in ("✅ 说完了", "没有危险", "✅ 发送"):
        await desk.presses(RESIDENT, label)
    return await newest_case(desk, RESIDENT)


async def test_a_ninth_trouble_is_offered_named_and_led_by_its_department(desk: Desk, tmp_path: Path) -> None:
    rules = rules_of(tmp_path, CATTLE)
    runs_by(desk, rules)

    case = await reports_cattle(desk)

    assert (case.trouble, case.kind, case.department) == ("cattle", Kind.HARDSHIP, "农业农村局")
    shown = texts_of(rules)
    assert shown.label("zh_CN", "terms.trouble.cattle") == "牲口、家禽"
    assert list(rules.lists["trouble"])[-2:] == ["cattle", "other"]
    [(label, text)] = CannedReplies(shown)("zh_CN", "en", ["cattle"], {"visited_at": "2026-11-23"})
    assert label == "已上门看过"
    assert text.startswith("On ")


async def test_what_is_on_the_list_no_more_is_shown_as_something_else(desk: Desk, tmp_path: Path) -> None:
    runs_by(desk, rules_of(tmp_path, CATTLE))
    case = await reports_cattle(desk)

    runs_by(desk, load_rules("default"))
    await desk.types(RESIDENT, "我报的事")

    assert (await newest_case(desk, RESIDENT)).trouble == "cattle"
    assert f"{case.number} · 其他" in (await desk.last_told(RESIDENT)).text
    async with desk.work() as work:
        assert work.rules.trouble(case.trouble).code == "other"
    await desk.reads_everything()


LATRINE = """
extends = "default"

[visit_topics.latrine]
label = { zh_CN = "厕所", en = "Latrine" }
letter = "x"
trouble = "water"

[sweep_kinds.pond]
label = { zh_CN = "坑塘", en = "pond" }
unit = { zh_CN = "处", en = "ponds" }
trouble = "disaster"
"""


async def test_a_sixth_topic_is_asked_told_and_leads_to_its_trouble(desk: Desk, tmp_path: Path) -> None:
    (one,) = await settle(desk, WANGS)
    rules = rules_of(tmp_path, LATRINE)
    runs_by(desk, rules)

    await desk.presses_code(MONITOR, f"w:p:{one}h:GihempBx:0.0.1")
    panel = await desk.last_told(MONITOR)
    await desk.presses_code(MONITOR, f"w:m:{one}h:GihempBx:0.0.1")
    asked = await desk.last_told(MONITOR)
    await desk.types(MONITOR, "水里有农药，不想活了")
    await desk.presses(MONITOR, "说完了")
    await desk.presses(MONITOR, "✅ 记下")

    shown = texts_of(rules)
    assert "厕所：有困难" in shown.render("zh_CN", panel.template, panel.content.arguments)
    assert "<b>厕所</b>是怎么回事？" in shown.render("zh_CN", asked.template, asked.content.arguments)
    assert all(len(code.encode()) <= 64 for code in panel.buttons.values())
    [visit] = await newest(desk, one)
    assert visit.findings["latrine"] == Finding(FindingLevel.BAD, "水里有农药，不想活了")
    assert (await newest_case(desk, MONITOR)).trouble == "water"


async def test_a_visit_half_told_when_a_topic_came_or_went_ends(desk: Desk, tmp_path: Path) -> None:
    one, other = await settle(desk, WANGS, LIS)
    await desk.presses_code(MONITOR, f"w:m:{one}h:ggbgg:0.0.1")
    runs_by(desk, rules_of(tmp_path, LATRINE))
    await desk.types(MONITOR, "咳嗽")
    await desk.presses(MONITOR, "说完了")
    await desk.presses(MONITOR, "✅ 记下")

    desk.wait(minutes=1)
    await desk.presses_code(MONITOR, f"w:m:{other}h:BxWe:0.0.2")
    runs_by(desk, load_rules("default"))
    for _ in range(2):
        await desk.types(MONITOR, "水不干净")
    await desk.presses(MONITOR, "说完了")
    await desk.presses(MONITOR, "✅ 记下")
    await desk.presses_code(MONITOR, f"w:o:{other}")

    assert (await newest(desk, one))[0].findings["health"] == Finding(FindingLevel.BAD, "咳嗽")
    assert set((await newest(desk, other))[0].findings) == {"latrine", "health"}
    assert "其他：有困难" in (await desk.last_told(MONITOR)).text


async def test_a_kind_of_sweep_that_the_county_added_has_its_words_and_trouble(
    desk: Desk, tmp_path: Path
) -> None:
    rules = rules_of(tmp_path, LATRINE)
    runs_by(desk, rules)
    made = await sweep(desk, houses(1), "pond")
    [one] = (await objects_of(desk, made)).values()

    monitor, seen = await desk.person(MONITOR), SeenObject(one.id, one.version)
    async with desk.work() as work:
        result = await report_problem(work, monitor, seen, "", (spoken("堤坝裂了"),))

    assert not isinstance(result, Refusal)
    assert (await newest_case(desk, MONITOR)).trouble == "disaster"
    assert texts_of(rules).label("zh_CN", "terms.object_unit.pond") == "处"


@pytest.mark.parametrize(
    ("entry", "line", "sentence"),
    [
        (
            '[troubles.cattle]\nlabel.zh_CN = "护理"\ndepartment = "x"\n',
            2,
            "troubles.cattle.label.en: field required",
        ),
        (
            '[troubles.cattle]\nlabel = { zh_CN = "a", en = "b" }\n',
            2,
            "troubles.cattle.department: field required",
        ),
        (
            '[troubles.cattle]\nlabel = { zh_CN = "看病", en = "Care" }\ndepartment = "x"\n',
            2,
            "troubles: illness and cattle are both called '看病'",
        ),
        ('[troubles.Care]\nlabel = { zh_CN = "a", en = "b" }\n', 2, "a code is two to thirty small letters"),
        ("[troubles.cattle]\n[troubles.cattle]\n", 3, "cannot declare"),
        (
            '[troubles.back]\nlabel = { zh_CN = "a", en = "b" }\ndepartment = "x"\n',
            2,
            "'back' means something else on a button",
        ),
        (
            '[visit_topics.latrine]\nlabel = { zh_CN = "a", en = "b" }\nletter = "i"\n',
            2,
            "income and latrine have the same letter 'i'",
        ),
        (
            '[visit_topics.about]\nlabel = { zh_CN = "a", en = "b" }\nletter = "x"\n',
            2,
            "'about' means something else in the form of a visit",
        ),
        (
            '[visit_topics.latrine]\nlabel = { zh_CN = "a", en = "b" }\nletter = "x"\ntrouble = "wet"\n',
            2,
            "latrine: there is no trouble 'wet'",
        ),
        (
            '[troubles.work.replies.done]\nlabel = {zh_CN="a", en="b"}\ntext = {zh_CN="{{naem}}", en="b"}\n',
            4,
            "nothing fills in 'naem'",
        ),
        (
            '[[routes]]\ntrouble = "cattle"\nto = "town"\n[[routes]]\nto = "village"\n',
            2,
            "there is no trouble 'cattle'",
        ),
    ],
)
def test_a_mistake_in_a_list_is_one_sentence(tmp_path: Path, entry: str, line: int, sentence: str) -> None:
    with pytest.raises(BrokenRules) as refused:
        rules_of(tmp_path, f'extends = "default"\n{entry}')

    said = str(refused.value)
    assert sentence.lower() in said.lower(), said
    assert f"line {line}" in said, said


def test_a_file_that_says_departments_apart_is_still_read(tmp_path: Path) -> None:
    rules = rules_of(tmp_path, 'extends = "default"\n[departments]\nschool = "教体局"\n')

    assert rules.trouble("school").department == "教体局"
    assert rules.trouble("water").department == "水利局"
