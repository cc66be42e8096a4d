"""A decision as it is printed: one JSON line, or words for a terminal."""

from __future__ import annotations

import json

from policy.answers import AnswerCandidate, AnswerDecision
from policy.item import FactSource


def in_lines(question: str, decision: AnswerDecision) -> str:
    """One JSON line."""
    told = {
        "question": question,
        "decision": decision.kind.value,
        "reason": decision.reason.value,
        "confidence": round(decision.confidence, 4),
        "topic": decision.topic,
        "department": decision.department,
        "semantic": decision.semantic,
        "shown": [_shown(choice) for choice in decision.choices],
        "ranked": [_ranked(choice) for choice in decision.ranked],
    }
    return json.dumps(told, ensure_ascii=False)


def in_words(decision: AnswerDecision) -> str:
    """Some lines to read."""
    searched = "words and meaning" if decision.semantic else "words"
    lines = [f"{decision.kind} {decision.reason} (confidence {decision.confidence:.2f}, by {searched})"]
    for choice in decision.choices:
        lines += ["", f"{choice.title} {choice.section}".strip(), choice.text]
        lines += [
            f"  {source.label} {source.number} {source.date or choice.dated}" for source in choice.sources
        ]
    return "\n".join(lines)


def _ranked(choice: AnswerCandidate) -> dict[str, object]:
    return {
        "id": choice.id,
        "title": choice.title,
        "section": choice.section,
        "labels": [source.label for source in choice.sources],
        "score": round(choice.score, 4),
    }


def _shown(choice: AnswerCandidate) -> dict[str, object]:
    return {
        **_ranked(choice),
        "text": choice.text,
        "dated": choice.dated,
        "validity": choice.validity.value,
        "sources": [_source(source) for source in choice.sources],
    }


def _source(source: FactSource) -> dict[str, str]:
    return {
        "title": source.title,
        "number": source.number,
        "issuer": source.issuer,
        "date": str(source.date or ""),
        "section": source.section,
    }
