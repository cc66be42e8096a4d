"""/visits: where somebody has to go, the card of a household, and a visit told in a press."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from desk.actions.cases.door import Refusal
from desk.actions.cases.officials import official_of
from desk.actions.visits.correct import correct_visit, own_visit
from desk.actions.visits.due import find_due_visits
from desk.actions.visits.home_card import finding_words, head_words, home_words, see_home
from desk.actions.visits.list_card import Done, Heading, list_message
from desk.actions.visits.record import Recorded, ToldVisit, record_visit
from desk.domain.talk.messages import Button, Json, Lane, Message, Rows
from desk.domain.visits.list_position import ListPosition
from desk.domain.visits.panel_codes import Levels, Marks, VisitNote, carry, known_levels, levels_of
from desk.domain.visits.visit import Finding, Findings, How, Visit
from handlers.talk.menu import say_with_menu
from handlers.talk.turn import Turn
from handlers.visits.buttons import VisitPanel, home_rows, panel_rows

_ON_A_DAY = 4  # visits to one household that are looked through for others of the same day


def here(turn: Turn, page: int = 0) -> ListPosition:
    """A list or card in a new message."""
    return ListPosition(turn.said.stamp, page)


async def put(turn: Turn, message: Message, spot: ListPosition) -> None:
    """Put a list or card into the message of the spot: as a new one, or in place of what it showed."""
    turn.notice()
    if spot.card != turn.said.stamp:
        key = spot.key(turn.said.chat_id)
        message = replace(message, key=f"{key}:{turn.said.stamp}", edits=key, lane=Lane.WAITING)
    await turn.work.outbox.say(message)


async def put_words(
    turn: Turn, template: str, words: dict[str, Json], rows: Rows, spot: ListPosition
) -> None:
    """As `put`, from a template."""
    key = spot.key(turn.said.chat_id)
    await put(turn, turn.message(key, template, words, tuple(filter(None, rows))), spot)


async def leave_behind(turn: Turn, spot: ListPosition) -> None:
    """The card from which a form was opened stands far above by now: it leads back to the list."""
    rows: Rows = ((Button("visits.button.list", f"w:l:{spot.code()}"),),)
    await put_words(turn, "visits.moved", {}, rows, spot)


async def list_visits(turn: Turn) -> None:
    """The command, and the button under «more»."""
    await show_list(turn, here(turn))


async def show_list(turn: Turn, spot: ListPosition, done: Done | None = None) -> None:
    """A page of where they have to go, after what was just recorded."""
    staff = await official_of(turn.work, turn.person)
    if staff is None:
        turn.notice()
        await say_with_menu(turn, "desk.officials_only")
        return
    dues = await find_due_visits(turn.work, staff)
    await put(turn, await list_message(turn.work, staff, dues, spot, Heading(done=done)), spot)


async def show_home(turn: Turn, household_id: int, spot: ListPosition, day: date | None = None) -> None:
    """The card of a household; `day` is when they were there, if it was not today."""
    home = await see_home(turn.work, turn.person, household_id)
    if isinstance(home, Refusal):
        refuse_visit(turn, home)
        return
    if (refusal := not_told_any_more(turn, day)) is not None:
        refuse_visit(turn, refusal)
        return
    on = None if day == turn.today else day
    words = await home_words(turn.work, home, on)
    rows = home_rows(home, spot, on, paused=words["pause"] is not None)
    await put_words(turn, "visits.card", words, rows, spot)


async def open_home(turn: Turn, household_id: int) -> None:
    """The card in a message of its own, from elsewhere."""
    await show_home(turn, household_id, here(turn))


def not_told_any_more(turn: Turn, day: date | None) -> Refusal | None:
    """Why a visit of that day is not taken, if it is not."""
    most = turn.work.rules.visiting.record_back_days
    if day is None or turn.today - timedelta(days=most) <= day <= turn.today:
        return None
    return Refusal("visit.in_future") if day > turn.today else Refusal("visit.long_ago", {"days": most})


def refuse_visit(turn: Turn, refusal: Refusal) -> None:
    """Nothing was changed, and why."""
    turn.notice(refusal.template, alert=True, **refusal.arguments)


async def press_unchanged(turn: Turn, about: VisitNote, spot: ListPosition) -> None:
    """Nothing new there: recorded, and back to the list. Pressed twice it is one visit."""
    if about.how is None:
        turn.notice("form.stale", alert=True)
        return
    day = about.day or turn.today
    key = f"unchanged:{turn.person.id}:{spot.card}:{about.code()}:{day.isoformat()}"
    told = ToldVisit(key, about.how, day, unchanged=True)
    await _show_noted(turn, await record_visit(turn.work, turn.person, about.id, told), spot)


async def _show_noted(
    turn: Turn, result: Recorded | Refusal, spot: ListPosition, notice: str = "visits.noted"
) -> None:
    if isinstance(result, Refusal):
        refuse_visit(turn, result)
        return
    turn.notice("visits.noted_already" if result.again else notice)
    await show_list(turn, spot, await done_of(turn, result))


async def done_of(turn: Turn, recorded: Recorded) -> Done | None:
    """What is said of a recorded visit; who was there before matters where it fulfilled nothing new."""
    visit = recorded.visit
    if recorded.fulfilled:
        return Done(visit)
    that_day = [
        one
        for one in await turn.work.visits.newest(visit.household_id, _ON_A_DAY)
        if one.visited_on == visit.visited_on
    ]
    own = visit if visit.id else next((one for one in that_day if one.staff_id == visit.staff_id), None)
    other = next((one for one in that_day if one.staff_id != visit.staff_id), None)
    staff = None if other is None else await turn.work.staff.find(other.staff_id)
    return None if own is None else Done(own, "" if staff is None else staff.name)


async def press_panel(turn: Turn, about: VisitNote, marks: Marks | None, spot: ListPosition) -> None:
    """What was found, topic by topic; without marks it begins with how things stood last time."""
    result = await panel_of(turn, about)
    if isinstance(result, Refusal):
        refuse_visit(turn, result)
        return
    words, last = result
    topics = turn.work.rules.visit_topics
    shown = last if marks is None else known_levels(marks, topics)
    rows = panel_rows(VisitPanel(about, topics, spot), shown, last)
    findings = {topic: Finding(level) for topic, level in shown.items()}
    words = {**words, "findings": finding_words(findings), "known": bool(last)}
    await put_words(turn, "visits.panel", words, rows, spot)


async def panel_of(turn: Turn, about: VisitNote) -> tuple[dict[str, Json], Levels] | Refusal:
    """Which visit it is about, in words, and how things stood last time, or as it was recorded."""
    visit = await own_visit(turn.work, turn.person, about.id) if about.how is None else None
    if isinstance(visit, Refusal):
        return visit
    household_id = about.id if visit is None else visit.household_id
    home = await see_home(turn.work, turn.person, household_id)
    if isinstance(home, Refusal):
        return home
    words: dict[str, Json] = {
        **head_words(turn.work, home.household),
        "on": (about.day or turn.today).isoformat() if visit is None else visit.visited_on.isoformat(),
        "how": "" if visit is not None or about.how is None else about.how.value,
    }
    return words, levels_of(await _stood(turn, household_id, visit))


async def _stood(turn: Turn, household_id: int, visit: Visit | None) -> Findings:
    if visit is not None and visit.findings:
        return visit.findings
    last = await turn.work.visits.last_found(household_id)
    return {} if last is None else last.findings


async def press_keep(turn: Turn, about: VisitNote, marks: Marks, spot: ListPosition) -> None:
    """What was found is recorded as it stands there, or put right."""
    levels = known_levels(marks, turn.work.rules.visit_topics)
    findings = {topic: Finding(level) for topic, level in levels.items()}
    day = about.day or turn.today
    told = ToldVisit(
        f"found:{turn.person.id}:{spot.card}:{about.code()}:{day.isoformat()}",
        about.how or How.HOME,
        day,
        findings=findings,
    )
    result = await note_visit(turn, about, told)
    await _show_noted(turn, result, spot, "visits.corrected" if about.how is None else "visits.noted")


async def note_visit(turn: Turn, about: VisitNote, told: ToldVisit) -> Recorded | Refusal:
    """Record what was told, or put right what was recorded."""
    if about.how is None:
        result = await correct_visit(turn.work, turn.person, about.id, told)
        return result if isinstance(result, Refusal) else Recorded(result)
    last = await turn.work.visits.last_found(about.id)
    carried = carry(told.findings, {} if last is None else last.findings)
    return await record_visit(turn.work, turn.person, about.id, replace(told, findings=carried))
