"""Where: a village typed, pointed at, or chosen from what was recognised."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from desk.domain.county.mentions import MentionVerdict
from desk.domain.talk.courtesy import is_courtesy
from desk.domain.talk.drafts import Draft
from desk.domain.talk.forms import Form, Given, Input, Pressed, Spoke, with_piece
from desk.domain.talk.messages import Button, Json, Rows
from desk.domain.talk.pieces import PLACES
from desk.domain.talk.said import SaidKind
from handlers.talk.forms import ask_again, keep, opened
from handlers.talk.in_a_row import keep_words
from handlers.talk.questions import code, question_key
from handlers.talk.turn import Turn

SHOWN: Final = 3
_OFFER: Final = "offer"  # the answer that holds the key of the newest message with villages to choose from
LABELS: Final = {"none": "place.none_of_these", "unknown": "place.let_us_ask"}
_ALIAS_LENGTH: Final = 12  # longer texts are stories, not names
_NAME_LENGTH: Final = 20  # from here on what was typed is kept with the story too


async def place_input(turn: Turn, form: Form, said: Input) -> Input | None:
    """The village as a given value; None when something was asked back."""
    if isinstance(said, Pressed):
        return await _chosen(turn, said)
    if not isinstance(said, Spoke):
        return said
    if turn.said.kind in PLACES:
        return await _pointed(turn, form, said)
    if turn.said.kind is not SaidKind.TEXT:
        return await _told(turn, form, said)
    return await _typed(turn, said)


async def _told(turn: Turn, form: Form, said: Spoke) -> Input | None:
    """A voice or a photo: it may name the village, and only a person will understand it."""
    before = opened(turn)
    if not form_keeps(before.form):
        return said
    if await keep_words(turn, form, before, with_piece(before, said.piece)):
        await _unknown(turn, "place.heard")
    return None


async def _typed(turn: Turn, said: Spoke) -> Input | None:
    text = turn.said.text
    if is_courtesy(text, turn.work.rules.asking.no_names):
        await _unknown(turn, "place.by_name")
        return None
    mention = turn.work.places.recognise(text)
    offered = [guess.code for guess in mention.candidates[:SHOWN]]
    sentence = len(text) > _NAME_LENGTH
    await _remember(turn, said, offered, as_story=sentence or not offered)
    if mention.decision is MentionVerdict.ACCEPT:
        return Given(offered[0])
    if offered:
        await _offer(turn, offered)
        return None
    await _unknown(turn, "place.heard" if sentence and form_keeps(opened(turn).form) else "place.not_found")
    return None


async def _remember(turn: Turn, said: Spoke, offered: Sequence[str], *, as_story: bool) -> None:
    """Keep what was typed: it may be a name to learn, and what names no village is part of the story."""
    draft, text = opened(turn), turn.said.text
    if as_story and form_keeps(draft.form):
        draft = with_piece(draft, said.piece)
    tries = draft.answers.get("tries")
    answers: dict[str, Json] = {
        **draft.answers,
        "place_words": text[:200],
        "offered": list(offered),
        "tries": (tries if isinstance(tries, int) else 0) + 1,
    }
    await keep(turn, replace(draft, answers=answers))


def form_keeps(name: str) -> bool:
    """Whether stray words of this form belong to a story."""
    return name in {"report", "question", "complaint", "suggestion"}


async def _pointed(turn: Turn, form: Form, said: Spoke) -> Input | None:
    """A shared location: only some counties know which village lies there; the point is kept in any case."""
    draft = with_piece(opened(turn), said.piece) if form_keeps(form.name) else opened(turn)
    near = turn.work.places.near(turn.said.latitude or 0.0, turn.said.longitude or 0.0)[:SHOWN]
    offered: list[Json] = [area.code for area in near]
    await keep(turn, replace(draft, answers={**draft.answers, "offered": offered}))
    if near:
        await _offer(turn, [area.code for area in near])
    else:
        await ask_again(turn, form, "place.point_kept")
    return None


async def _offer(turn: Turn, codes: Sequence[str]) -> None:
    draft = opened(turn)
    rows = tuple(
        (Button("place.candidate", code(draft, area), {"name": turn.work.areas.path(area)}),)
        for area in codes
    )
    none = (Button("place.none_of_these", code(draft, "none")),)
    await _show(turn, "place.which", {"count": len(codes)}, (*rows, none))


async def _unknown(turn: Turn, hint: str) -> None:
    """Ask again; whoever cannot say it for a report may leave it to the officials."""
    draft = opened(turn)
    leave = form_keeps(draft.form)
    rows: Rows = ((Button("place.let_us_ask", code(draft, "unknown")),),) if leave else ()
    await _show(turn, hint, {"leave": leave}, rows)


async def _show(turn: Turn, template: str, arguments: dict[str, Json], rows: Rows) -> None:
    """A message to choose from; its key is kept, so that the choice takes its place."""
    draft = opened(turn)
    key = f"{question_key(draft)}:{template}:{turn.said.stamp}"
    await keep(turn, replace(draft, answers={**draft.answers, _OFFER: key}))
    turn.spoken += 1
    await turn.work.outbox.say(turn.message(key, template, arguments, rows))


async def show_choice(turn: Turn, draft: Draft, choice: str) -> None:
    """Take the buttons off the message that was chosen from and leave the choice in sight."""
    offer = draft.answers.get(_OFFER)
    if not isinstance(offer, str):
        return
    label = LABELS.get(choice, "place.candidate")
    name = "" if choice in LABELS else turn.work.areas.path(choice)
    key = f"{offer}:answered:{turn.said.stamp}"
    message = turn.message(key, "place.answered", {"label": label, "name": name})
    await turn.work.outbox.say(replace(message, edits=offer, talk=False))


async def _chosen(turn: Turn, said: Pressed) -> Input | None:
    draft = opened(turn)
    if said.question is not None and said.question != draft.question:
        return said  # the form says that it is an old button
    if said.choice == "none":
        await _unknown(turn, "place.type_again")
        await show_choice(turn, draft, said.choice)
        return None
    if said.choice == "unknown":
        return Given(turn.work.areas.county.code)
    if turn.work.areas.get(said.choice) is None:
        return said
    offered = draft.answers.get("offered")
    if isinstance(offered, list) and said.choice in offered:
        await _learn(turn, said.choice)
    return Given(said.choice)


async def _learn(turn: Turn, area_code: str) -> None:
    typed = opened(turn).answers.get("place_words")
    if isinstance(typed, str) and 0 < len(typed) <= _ALIAS_LENGTH:
        await turn.work.aliases.learn(typed, area_code, turn.person.id)
