"""Where: a village typed, pointed at, or chosen from what was recognised."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from desk.domain.forms import Form, Given, Input, Pressed, Spoke, with_piece
from desk.domain.mentions import Decision
from desk.domain.messages import Button, Json, Keyboard
from desk.domain.said import SaidKind
from handlers.forms import ask, code, keep, opened
from handlers.turn import Turn

SHOWN: Final = 3
_ALIAS_LENGTH: Final = 12  # longer texts are stories, not names
_NAME_LENGTH: Final = 20  # from here on what was typed is kept with the story too


async def place_input(turn: Turn, form: Form, said: Input) -> Input | None:
    """The village as a given value; None when something was asked back."""
    if isinstance(said, Pressed):
        return await _chosen(turn, said)
    if not isinstance(said, Spoke):
        return said
    if turn.said.kind is SaidKind.LOCATION:
        return await _pointed(turn, form, said)
    if turn.said.kind is not SaidKind.TEXT:
        return said
    return await _typed(turn, said)


async def _typed(turn: Turn, said: Spoke) -> Input | None:
    text = turn.said.text
    mention = turn.work.places.recognise(text)
    await _remember(turn, said, text, [guess.code for guess in mention.candidates[:SHOWN]])
    if mention.decision is Decision.ACCEPT:
        return Given(mention.candidates[0].code)
    if mention.candidates:
        await _offer(turn, [guess.code for guess in mention.candidates[:SHOWN]])
        return None
    await _unknown(turn, "place.not_found")
    return None


async def _remember(turn: Turn, said: Spoke, text: str, offered: Sequence[str]) -> None:
    """Keep what was typed: it may be a name to learn, and a long text is part of the story."""
    draft = opened(turn)
    if len(text) > _NAME_LENGTH and form_keeps(draft.form):
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
    return name in {"report", "question"}


async def _pointed(turn: Turn, form: Form, said: Spoke) -> Input | None:
    """A shared location: only some counties know which village lies there; the point is kept in any case."""
    draft = with_piece(opened(turn), said.piece) if form_keeps(form.name) else opened(turn)
    near = turn.work.places.near(turn.said.latitude or 0.0, turn.said.longitude or 0.0)[:SHOWN]
    offered: list[Json] = [area.code for area in near]
    await keep(turn, replace(draft, answers={**draft.answers, "offered": offered}))
    if near:
        await _offer(turn, [area.code for area in near])
    else:
        await ask(turn, form, "place.point_kept")
    return None


async def _offer(turn: Turn, codes: Sequence[str]) -> None:
    draft = opened(turn)
    rows = tuple(
        (Button("place.candidate", code(draft, area), {"name": turn.work.areas.path(area)}),)
        for area in codes
    )
    await turn.say(
        "place.which",
        {"count": len(codes)},
        (*rows, (Button("place.none_of_these", code(draft, "none")),)),
        Keyboard.INLINE,
    )


async def _unknown(turn: Turn, hint: str) -> None:
    """Ask again; whoever cannot say it may leave it to the officials."""
    draft = opened(turn)
    await turn.say(hint, {}, ((Button("place.let_us_ask", code(draft, "unknown")),),), Keyboard.INLINE)


async def _chosen(turn: Turn, said: Pressed) -> Input | None:
    draft = opened(turn)
    if said.question is not None and said.question != draft.question:
        return said  # the form says that it is an old button
    if said.choice == "none":
        await _unknown(turn, "place.type_again")
        return None
    if said.choice == "unknown":
        return Given(turn.work.areas.county.code)
    offered = draft.answers.get("offered")
    if not isinstance(offered, list) or said.choice not in offered:
        return said
    await _learn(turn, said.choice)
    return Given(said.choice)


async def _learn(turn: Turn, area_code: str) -> None:
    typed = opened(turn).answers.get("place_words")
    if isinstance(typed, str) and 0 < len(typed) <= _ALIAS_LENGTH:
        await turn.work.aliases.learn(typed, area_code, turn.person.id)
