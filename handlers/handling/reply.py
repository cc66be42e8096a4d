"""The reply to a resident: prepared texts to choose from, or one's own words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from desk.actions.cases.door import Access, Refusal
from desk.actions.handling.reply import reply_to_resident
from desk.domain.cases.case import Case, Kind
from desk.domain.handling.forms import CANNED, REPLY, SUGGESTED, TEXTS, ReplyTold
from desk.domain.talk.forms import Answers, with_picks
from desk.domain.talk.messages import Json
from handlers.cases.card_forms import say_done
from handlers.policy.save_item import offer_to_save
from handlers.talk.endings import ends
from handlers.talk.turn import Ending, Turn

# What is asked or said about these is answered alike, whatever the trouble.
_BY_KIND: Final = frozenset({Kind.COMPLAINT, Kind.SUGGESTION, Kind.POLICY_QUESTION})


async def with_prepared(turn: Turn, access: Access, answers: Answers) -> Answers:
    """The answers with which a reply begins: the texts prepared for such a case, blanks filled in."""
    case = access.case
    reporter = await turn.work.people.get(case.reporter_id)
    facts: dict[str, Json] = {
        "place": turn.work.areas.path(case.area_code),
        "today": turn.work.now.isoformat(),
        "visited_at": (case.visited_at or turn.work.now).isoformat(),
        "hotline": turn.work.rules.hotline,
    }
    found = turn.voice.canned(turn.person.language, reporter.language, _groups(case), facts)
    labels = {f"t{number}": label for number, (label, _) in enumerate(found, 1)}
    texts: dict[str, Json] = {f"t{number}": text for number, (_, text) in enumerate(found, 1)}
    known: Answers = {
        **answers,
        TEXTS: texts,
        "kind": case.kind.value,
        SUGGESTED: case.kind is Kind.SUGGESTION,
    }
    return with_picks(known, CANNED, labels) if labels else known


def _groups(case: Case) -> Sequence[str]:
    own = case.kind.value if case.kind in _BY_KIND else case.trouble
    return (own, "any") if case.anonymous else (own, "any", "met")


async def finish_reply(turn: Turn, told: ReplyTold) -> None:
    """Send the answer as the owner has just read it."""
    result = await reply_to_resident(turn.work, turn.person, told.case_id, told.reply, told.adopted)
    await say_done(turn, REPLY.name, result)
    if not isinstance(result, Refusal) and told.reply.get("text"):
        await offer_to_save(turn, result)


ENDINGS: Final[Mapping[str, Ending]] = {REPLY.name: ends(ReplyTold, finish_reply)}
