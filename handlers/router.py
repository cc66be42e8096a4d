"""Which handler takes an update: a command, a press of a button, a correction, or a message."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from desk.actions.cases.families import verify_number
from desk.actions.people.unreachable import mark_reachable, mark_unreachable
from desk.domain.people.people import Person
from desk.domain.talk.said import Said, SaidKind
from desk.ports.work import Work
from handlers.free_words import take_message
from handlers.reports.edits import take_edit
from handlers.reports.mine import tell_what_was_missed
from handlers.rooms import HOUSE
from handlers.talk.buttons import read_button
from handlers.talk.full_story import send_overfull
from handlers.talk.groups import answer_in_group
from handlers.talk.in_a_row import as_answered, drop_overtaken
from handlers.talk.turn import Answer, Turn, Voice


class Router:
    """Takes what was said to its handler; `bot` is the name by which groups call it."""

    def __init__(self, voice: Voice, bot: Callable[[], str] = str) -> None:
        self._voice = voice
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
        stored = await work.drafts.find(said.chat_id)
        draft = None if stored is None else as_answered(stored, work.now)
        turn = Turn(work, said, person, draft, HOUSE, self._voice)
        await _dispatch(turn)
        await send_overfull(turn)
        await drop_overtaken(turn, stored)
        turn.notice()
        return turn.answers


async def _dispatch(turn: Turn) -> None:
    said = turn.said
    if said.kind is SaidKind.UNBLOCKED or not turn.person.reachable:
        await mark_reachable(turn.work, said.chat_id)
    if said.kind is SaidKind.UNBLOCKED:
        await tell_what_was_missed(turn)
    elif said.kind is SaidKind.COMMAND:
        commands = turn.house.commands
        await commands.get(said.command, commands["help"])(turn)
    elif said.kind is SaidKind.PRESS:
        await _press(turn)
    elif said.edited:
        await take_edit(turn, take_message)
    else:
        await take_message(turn)


async def _known_person(work: Work, said: Said) -> Person:
    person = await work.people.find_by_user(said.user_id)
    return person or await work.people.add(said.user_id, said.name, said.language)


async def _press(turn: Turn) -> None:
    """A button; what it carries is a wish, never a fact."""
    try:
        press = read_button(turn.said.data, turn.house.buttons)
    except ValueError:
        turn.notice("form.stale", alert=True)
        return
    await press(turn)
