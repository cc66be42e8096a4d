"""Answer, offer a choice, or hand over: decided from what was found, never from made-up words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from policy.item import NATIONAL, FactSource, Item, Passage, Validity, applies_in
from policy.rules import asks_amount, asks_local, says_nothing, tells_figure
from policy.search.confidence import OFFER, confidence
from policy.search.search import SAME, Engine, Findings, Hit
from policy.wishes import asks_one_case, leaves_open

MOST_CHOICES = 3
# Characters from which on a question is a sentence.
A_SENTENCE = 5
# A second item this near to the first is offered beside it.
CLOSE = 0.7
OFFERED = 0.6
# One this near may be what was meant; a wish that it tells is held.
AS_GOOD = 0.85
# What a rule leaves of the confidence.
RULED_OUT = 0.3


class AnswerKind(StrEnum):
    """What is done with a question."""

    ANSWER = "answer"
    CHOOSE = "choose"
    HAND_OVER = "hand_over"


class HandOverReason(StrEnum):
    """Why a question is handed over."""

    NONE = ""
    UNSURE = "unsure"
    LOCAL_FIGURE = "local_figure"
    ONE_CASE = "one_case"
    NOT_CURRENT = "not_current"


@dataclass(frozen=True, slots=True)
class AnswerCandidate:
    """Something that may be shown: its words as they stand in the library, and where they come from."""

    id: str
    title: str
    section: str
    text: str
    sources: Sequence[FactSource]
    dated: str
    score: float
    topic: str = ""
    department: str = ""
    validity: Validity = Validity.CURRENT


@dataclass(frozen=True, slots=True)
class AnswerDecision:
    """What to do with a question. `ranked` is all that was found, best first, whatever is decided."""

    kind: AnswerKind
    reason: HandOverReason
    choices: Sequence[AnswerCandidate]
    ranked: Sequence[AnswerCandidate]
    confidence: float
    semantic: bool

    @property
    def department(self) -> str:
        """Who leads in the matter, as far as the best item tells; "" when nobody is known."""
        return self.ranked[0].department if self.ranked else ""

    @property
    def topic(self) -> str:
        """The topic of the best item, or ""."""
        return self.ranked[0].topic if self.ranked else ""


def answer(engine: Engine, question: str, today: date, region: str = "") -> AnswerDecision:
    """Decide about a question of somebody in a region, written as "省市县"; "" when it is not known.

    Amounts that a county sets, items that are not valid today and everything doubtful are handed over.
    """
    found = engine.find(question)
    items = [
        hit for hit in found.items if isinstance(hit.found, Item) and applies_in(hit.found.region, region)
    ]
    passages = [hit for hit in found.passages if _holds_here(hit, region)]
    ranked = [_choice(hit, today) for hit in items or passages]
    sure = confidence(found)
    reason = _reason(question, items, passages, today)
    if reason in (HandOverReason.LOCAL_FIGURE, HandOverReason.ONE_CASE, HandOverReason.UNSURE):
        sure *= RULED_OUT
    kind = _kind(reason, ranked, enough=sure >= OFFER, plain=_asked_before(found))
    shown = _shown(kind, reason, ranked)
    if kind is AnswerKind.HAND_OVER and reason is HandOverReason.NONE:
        reason = HandOverReason.UNSURE
    return AnswerDecision(kind, reason, shown, ranked, sure, found.semantic)


def _holds_here(hit: Hit, region: str) -> bool:
    return isinstance(hit.found, Passage) and (not region or applies_in(hit.found.document.region, region))


def _reason(question: str, items: Sequence[Hit], passages: Sequence[Hit], today: date) -> HandOverReason:
    if says_nothing(question):
        return HandOverReason.UNSURE
    if asks_one_case(question):
        return HandOverReason.ONE_CASE
    best = next((hit.found for hit in items if isinstance(hit.found, Item)), None)
    if best is not None:
        # A county's own item may well hold the county's figure.
        elsewhere = best.region == NATIONAL and asks_local(question)
        if asks_amount(question) and (best.amount_is_local or elsewhere or not tells_figure(best.body)):
            return HandOverReason.LOCAL_FIGURE
        if all(leaves_open(card.body, question) for card in _as_good(items)):
            return HandOverReason.UNSURE
        return HandOverReason.NONE if best.validity(today) is Validity.CURRENT else HandOverReason.NOT_CURRENT
    return HandOverReason.LOCAL_FIGURE if passages and asks_amount(question) else HandOverReason.NONE


def _as_good(items: Sequence[Hit]) -> list[Item]:
    """The best item and those that may as well be meant."""
    least = AS_GOOD * items[0].score
    return [hit.found for hit in items[:MOST_CHOICES] if isinstance(hit.found, Item) and hit.score >= least]


def _asked_before(found: Findings) -> bool:
    """Whether the library knows this very sentence; a word or two may still mean several things."""
    return bool(found.items) and found.signs.sentence >= SAME and len(found.query.text) >= A_SENTENCE


def _kind(
    reason: HandOverReason, ranked: Sequence[AnswerCandidate], *, enough: bool, plain: bool
) -> AnswerKind:
    if reason is not HandOverReason.NONE or not ranked or not enough:
        return AnswerKind.HAND_OVER
    close = len(ranked) > 1 and ranked[1].score >= CLOSE * ranked[0].score
    return AnswerKind.CHOOSE if close and not plain else AnswerKind.ANSWER


def _shown(
    kind: AnswerKind, reason: HandOverReason, ranked: Sequence[AnswerCandidate]
) -> Sequence[AnswerCandidate]:
    if kind is AnswerKind.HAND_OVER:
        return () if reason in (HandOverReason.NONE, HandOverReason.UNSURE) else ranked[:1]
    if kind is AnswerKind.ANSWER:
        return ranked[:1]
    near = [one for one in ranked[:MOST_CHOICES] if one.score >= OFFERED * ranked[0].score]
    return [one for one in near if one.validity is Validity.CURRENT]


def _choice(hit: Hit, today: date) -> AnswerCandidate:
    found = hit.found
    if isinstance(found, Item):
        return AnswerCandidate(
            id=found.id,
            title=found.title,
            section="",
            text=found.body,
            sources=found.sources,
            dated=str(found.verified_on or ""),
            score=hit.score,
            topic=found.topic,
            department=found.department,
            validity=found.validity(today),
        )
    document = found.document
    source = FactSource(document.title, document.number, document.issuer, None, found.section)
    return AnswerCandidate(
        id=found.label,
        title=document.title,
        section=found.section,
        text=found.text,
        sources=(source,),
        dated=document.dated,
        score=hit.score,
    )
