"""Which handler takes an update: commands, buttons, menu words, an open form, or a free message."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from desk.actions.cases.families import verify_number
from desk.actions.people.unreachable import mark_reachable, mark_unreachable
from desk.domain.danger.danger import danger_in
from desk.domain.deadlines.forms import GIVING
from desk.domain.people.people import Person
from desk.domain.policy.view import POLICY, gives_way
from desk.domain.reports.courtesy import is_courtesy
from desk.domain.reports.forms import REPORT
from desk.domain.talk.forms import Move
from desk.domain.talk.said import Said, SaidKind
from desk.ports.work import Work
from handlers.all_forms import FORMS
from handlers.broadcasts.compose import begin_broadcast
from handlers.buttons import read_button
from handlers.callbacks.calls import list_calls
from handlers.households.families import list_families
from handlers.households.policy_sheets import begin_sheet
from handlers.households.register import show_household
from handlers.policy.buttons import begin_policy
from handlers.policy.look_up import ask_meanwhile, look_up, show
from handlers.procedures.cards import list_procedures
from handlers.reports.edits import take_edit
from handlers.reports.giving import begin_giving
from handlers.reports.mine import list_mine, tell_what_was_missed
from handlers.reports.more import show_more
from handlers.reports.patrol import begin_patrol
from handlers.reports.report import begin_free, begin_report
from handlers.reports.start import JOIN_LINK, cancel, help_me, start
from handlers.staff.leave import begin_leave
from handlers.staff.staff import show_staff
from handlers.sweeps.list import list_sweeps
from handlers.talk.continue_form import continue_form, move_named, watch_for_danger
from handlers.talk.forms import ask, put_away
from handlers.talk.full_story import send_overfull
from handlers.talk.groups import answer_in_group
from handlers.talk.half_told import Handler, unless_half_told
from handlers.talk.kinds import cannot_pass_on
from handlers.talk.menu import say_with_menu
from handlers.talk.turn import Answer, Canned, Turn, nothing_prepared
from handlers.talk.typed import Label, pressed_in_words, said_or_pressed
from handlers.visits.lagging import show_lagging
from handlers.visits.list import list_visits
from handlers.visits.said import begin_said_visit
from handlers.worklists.desk import list_desk
from handlers.worklists.find import find
from handlers.worklists.leader import show_overdue
from handlers.worklists.today import list_today

COMMANDS: Final[Mapping[str, Handler]] = {
    "start": start,
    "help": help_me,
    "cancel": cancel,
    "today": list_today,
    "patrol": begin_patrol,
    "mine": list_mine,
    "overdue": show_overdue,
    "lagging": show_lagging,
    "leave": begin_leave,
    "staff": show_staff,
    "desk": list_desk,
    "find": find,
    "household": show_household,
    "families": list_families,
    "visits": list_visits,
    "procedures": list_procedures,
    "calls": list_calls,
    "sweeps": list_sweeps,
    "broadcast": unless_half_told(begin_broadcast),
    "sheet": unless_half_told(begin_sheet),
}
_MENU: Final[Mapping[str, Handler]] = {
    "report": begin_report,
    "ask": begin_policy,
    "mine": list_mine,
    "more": show_more,
    "today": list_today,
    "patrol": begin_patrol,
    "desk": list_desk,
}


# What tells no story when it comes first; within one it is kept like anything else.
_WORDLESS: Final = frozenset({SaidKind.STICKER, SaidKind.DICE})


class Router:
    """Takes what was said to its handler.

    `menu` gives the text key of a menu button by its label; `words` the label of any button, for whoever
    types it; `canned` the replies prepared for a case; `bot` the name by which groups call it.
    """

    def __init__(
        self,
        menu: Callable[[str], str | None],
        words: Label,
        canned: Canned = nothing_prepared,
        bot: Callable[[], str] = str,
    ) -> None:
        self._menu = menu
        self._words = words
        self._canned = canned
        self._bot = bot

    async def __call__(self, work: Work, said: Said) -> Sequence[Answer]:
        """Handle one update; returns what pressed buttons answer."""
        if said.kind is SaidKind.BLOCKED:
            await mark_unreachable(work, said.chat_id)
            return ()
        if said.kind is SaidKind.MIGRATED:
            return ()
        if not said.private:
            await answer_in_group(work, said, self._bot())
            return ()
        person = await _known_person(work, said)
        if said.own_phone and person.consented_at is not None:
            person = await verify_number(work, person, said.own_phone)
        turn = Turn(work, said, person, await work.drafts.find(said.chat_id), canned=self._canned)
        await self._dispatch(turn)
        await send_overfull(turn)
        turn.notice()
        return turn.answers

    async def _dispatch(self, turn: Turn) -> None:
        said = turn.said
        if said.kind is SaidKind.UNBLOCKED or not turn.person.reachable:
            await mark_reachable(turn.work, said.chat_id)
        if said.kind is SaidKind.UNBLOCKED:
            await tell_what_was_missed(turn)
            return
        if said.kind is SaidKind.COMMAND:
            await _command(said)(turn)
        elif said.kind is SaidKind.PRESS:
            await _press(turn)
        elif said.edited:
            await take_edit(turn, self._message)
        else:
            await self._message(turn)

    async def _message(self, turn: Turn) -> None:
        if turn.said.kind is SaidKind.OTHER and await cannot_pass_on(turn):
            return
        label = self._label(turn.said)
        move = move_named(label)
        if move is not None:
            await _move(turn, move)
        elif label in _MENU:
            await _choose(turn, label)
        elif await ask_meanwhile(turn):
            return
        elif turn.draft is not None and not gives_way(turn.draft):
            await continue_form(turn, said_or_pressed(turn, self._words))
        elif not (await pressed_in_words(turn, self._words) or await begin_said_visit(turn, self._words)):
            await _free(turn)

    def _label(self, said: Said) -> str:
        """Which large button was pressed: Telegram sends its words as a message."""
        key = self._menu(said.text) if said.kind is SaidKind.TEXT else None
        return (key or "").rpartition(".")[2]


async def _known_person(work: Work, said: Said) -> Person:
    person = await work.people.find_by_user(said.user_id)
    return person or await work.people.add(said.user_id, said.name, said.language)


def _command(said: Said) -> Handler:
    handler = COMMANDS.get(said.command, help_me)
    joins = said.command == "start" and said.payload.startswith(JOIN_LINK)
    return unless_half_told(handler) if joins or handler is begin_patrol else handler


async def _move(turn: Turn, move: Move) -> None:
    if turn.draft is None:
        await help_me(turn)
    else:
        await continue_form(turn, move)


async def _choose(turn: Turn, label: str) -> None:
    """A menu button in the middle of a report that holds a story leads back to its question."""
    handler = _MENU[label]
    await (unless_half_told(handler) if label in {"report", "ask", "patrol"} else handler)(turn)


async def _free(turn: Turn) -> None:
    if turn.said.kind in _WORDLESS:
        await say_with_menu(turn, "menu.wordless")
        return
    if turn.said.own_phone and turn.person.consented_at is not None:
        await say_with_menu(turn, "own_card.noted")  # a number by itself is no report
        return
    if _polite(turn):
        await say_with_menu(turn, "menu.courtesy")
        return
    if await begin_giving(turn):
        await watch_for_danger(turn, GIVING, stored=True)
        await ask(turn, GIVING)
        return
    former = turn.draft
    view = look_up(turn, asked=former is not None and former.form == POLICY.name)
    await begin_free(turn, view)
    await watch_for_danger(turn, REPORT, stored=True)
    await (ask(turn, REPORT) if view is None else show(turn))
    if former is not None:
        await put_away(turn, FORMS[former.form], former)


def _polite(turn: Turn) -> bool:
    """«Thank you» is no report; danger is heard, whatever a county may have put on that list."""
    text, rules = turn.said.text, turn.work.rules
    mere_words = turn.said.kind is SaidKind.TEXT and is_courtesy(text, rules.courtesy)
    return mere_words and danger_in(text, rules) is None


async def _press(turn: Turn) -> None:
    """A button; what it carries is a wish, never a fact."""
    try:
        press = read_button(turn.said.data)
    except ValueError:
        turn.notice("form.stale", alert=True)
        return
    await press(turn)
