"""Items, passages and decisions of the library in the words of the desk."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from desk.domain.policy.card import PolicyCard, PolicyDecision, PolicyKind, PolicyReason, PolicyValidity
from policy.answers import RULED_OUT, AnswerCandidate, AnswerDecision, HandOverReason
from policy.item import FactSource, Item, Passage
from policy.search.confidence import OFFER

# Below this nobody can tell whose matter it is. Of the tests' questions 605 of 643 that have an answer find
# the right department so, and 210 of 279 that have none find none.
_MATTER_KNOWN = 0.2
_NEEDED = {PolicyReason.LOCAL_FIGURE: 0.5, PolicyReason.NOT_CURRENT: OFFER}


def decision_of(decision: AnswerDecision, cards: Sequence[PolicyCard]) -> PolicyDecision:
    """What the desk does with a question. A reason is given only where it knows the matter at all."""
    sure = decision.confidence
    if decision.reason in (HandOverReason.LOCAL_FIGURE, HandOverReason.ONE_CASE):
        sure /= RULED_OUT
    reason = PolicyReason(decision.reason.value)
    if sure < _NEEDED.get(reason, 0):
        reason = PolicyReason.UNSURE
    shown = () if reason in (PolicyReason.UNSURE, PolicyReason.ONE_CASE) else tuple(cards)
    department = decision.department if sure >= _MATTER_KNOWN else ""
    return PolicyDecision(PolicyKind(decision.kind.value), reason, shown, department)


def card_of(found: Item | Passage, today: date) -> PolicyCard:
    """An item or an article of a document, as it stands in the library."""
    return _card_of_item(found, today) if isinstance(found, Item) else _card_of_passage(found)


def card_of_choice(choice: AnswerCandidate, item: Item | None) -> PolicyCard:
    """Something that was found."""
    return PolicyCard(
        id=choice.id,
        title=f"{choice.title} {choice.section}".strip(),
        text=choice.text,
        sources=source_lines(choice.sources),
        dated=choice.dated,
        department=choice.department,
        topic=choice.topic,
        troubles=() if item is None else item.troubles,
        validity=PolicyValidity(choice.validity.value),
        amount_is_local=item is not None and item.amount_is_local,
    )


def _card_of_item(item: Item, today: date) -> PolicyCard:
    return PolicyCard(
        id=item.id,
        title=item.title,
        text=item.body,
        sources=source_lines(item.sources),
        dated=str(item.verified_on or ""),
        department=item.department,
        topic=item.topic,
        troubles=item.troubles,
        validity=PolicyValidity(item.validity(today).value),
        amount_is_local=item.amount_is_local,
    )


def _card_of_passage(passage: Passage) -> PolicyCard:
    document = passage.document
    source = FactSource(document.title, document.number, document.issuer, None, passage.section)
    return PolicyCard(
        id=passage.label,
        title=passage.label,
        text=passage.text,
        sources=source_lines((source,)),
        dated=document.dated,
    )


def source_lines(sources: Sequence[FactSource]) -> tuple[str, ...]:
    """A line for each document: title, number, date, and the sections."""
    documents: dict[tuple[str, str, str, str], list[FactSource]] = {}
    for source in sources:
        key = source.title, source.number, source.issuer, str(source.date or "")
        documents.setdefault(key, []).append(source)
    return tuple(_line(*key, cited) for key, cited in documents.items())


def _line(title: str, number: str, issuer: str, dated: str, sources: Sequence[FactSource]) -> str:
    """«《title》（number，date）section、section»; an official's answer has no title but their office's."""
    sections = "、".join(dict.fromkeys(source.section for source in sources if source.section))
    name = title if title == issuer else f"《{title}》"
    facts = "，".join(filter(None, (number or (issuer if title != issuer else ""), dated)))
    return f"{name}{f'（{facts}）' if facts else ''}{sections}"
