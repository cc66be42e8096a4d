"""A resident's question as keys and weights."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from policy.search.grams import EMPTY_KEYS, Keys, Weights, concept_key, grams, normalised, pair_keys
from policy.search.lexicon import Lexicon

SINGLE, PAIR, CONCEPT = 0.5, 1.0, 2.0
LONGEST_GIST = 26
_COURTESY = re.compile(
    r"请问一下|请问|我想问一下|我想问|想问一下|想问问|问一下|问下|麻烦问|咨询一下|打听一下|打听下|您好|你好|同志|领导|谢谢|一哈"
)


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked up: keys, what each weighs, and which concepts were named."""

    text: str
    keys: Keys
    weights: Weights
    concepts: dict[int, int]


def read_question(question: str, lexicon: Lexicon) -> Query:
    """The keys of a question, with the concepts that its words name."""
    text = normalised(question)
    text = lexicon.corrected(_COURTESY.sub(" ", text).strip() or text)
    keys = np.unique(grams(text))
    keys = keys[~np.isin(keys, EMPTY_KEYS)]
    concepts = lexicon.asked(text)
    weights = np.where(pair_keys(keys), PAIR, SINGLE).astype(np.float32)
    numbers = np.array([concept_key(number) for number in concepts], dtype=np.int64)
    weighed = np.array([CONCEPT * lexicon.concepts[number].weight for number in concepts], dtype=np.float32)
    return Query(text, np.concatenate([keys, numbers]), np.concatenate([weights, weighed]), concepts)


def gist(text: str, lexicon: Lexicon, longest: int = LONGEST_GIST) -> str:
    """The clauses of a normalised question that name most of our matters, in their order.

    Encoding takes a millisecond or two for each character, and a story tells more than it asks.
    """
    if len(text) <= longest:
        return text
    clauses = text.split(" ")
    telling = [sum(lexicon.concepts[one].weight for one in lexicon.asked(clause)) for clause in clauses]
    taken, room = list[int](), longest
    for place in sorted(range(len(clauses)), key=lambda place: -telling[place]):
        if len(clauses[place]) <= room:
            taken.append(place)
            room -= len(clauses[place]) + 1
    return " ".join(clauses[place] for place in sorted(taken)) or max(clauses, key=len)[:longest]
