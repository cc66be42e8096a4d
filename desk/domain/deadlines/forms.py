"""What is asked when a clock stops or moves, a case ends another way, or an inspector rings."""

from __future__ import annotations

from typing import Final

from desk.domain.reports.channels import Channel, Emergency
from desk.domain.talk.forms import Answers, Form, Step, StepKind, has_picks

WHY_NOT: Final = "why"  # the answer that says why a case is declined
CANNED: Final = "canned"  # the answer that says which prepared reply was chosen
OWN: Final = "own"  # … or that the official writes it
TEXTS: Final = "texts"  # the prepared replies by code, as the resident would read them
SUGGESTED: Final = "suggested"  # whether it is a suggestion, which is adopted or not
ADOPTED: Final = "adopted"
DAYS: Final = "days"
CHANNEL: Final = "channel"
# Reasons that are given again and again; each is a sentence that the resident reads.
REASONS: Final = ("not_ours", "no_rule", "settled", "in_court", "no_facts", "other_county")

MATERIAL = Form("material", (Step("words", StepKind.WORDS),))
EXTENSION = Form("extension", (Step(DAYS, StepKind.PICK), Step("reason", StepKind.WORDS)))
COMMENT = Form("comment", (Step("words", StepKind.WORDS),))
SEND_BACK = Form("send_back", (Step("words", StepKind.WORDS),))
CALL_HELP = Form("call_help", (Step("whom", StepKind.CHOICE, tuple(one.value for one in Emergency)),))
CALLED = Form("called", (Step("words", StepKind.WORDS, optional=True),))


def _own_reason(answers: Answers) -> bool:
    return answers.get(WHY_NOT) == OWN


DECLINE = Form(
    "decline",
    (
        Step(WHY_NOT, StepKind.CHOICE, (*REASONS, OWN), typed=(OWN, "words")),
        Step("words", StepKind.WORDS, when=_own_reason),
        Step("confirm", StepKind.CONFIRM, ("send",)),
    ),
)


def _other_channel(answers: Answers) -> bool:
    return answers.get(CHANNEL) == Channel.OTHER


REDIRECT = Form(
    "redirect",
    (
        Step(
            CHANNEL,
            StepKind.CHOICE,
            tuple(one.value for one in Channel),
            typed=(Channel.OTHER.value, "words"),
        ),
        Step("words", StepKind.WORDS, when=_other_channel),
        Step("confirm", StepKind.CONFIRM, ("send",)),
    ),
)


def _own_reply(answers: Answers) -> bool:
    return answers.get(CANNED, OWN) == OWN


REPLY = Form(
    "reply",
    (
        Step(ADOPTED, StepKind.CHOICE, ("yes", "no"), when=lambda answers: answers.get(SUGGESTED) is True),
        Step(
            CANNED,
            StepKind.PICK,
            (OWN,),
            when=lambda answers: has_picks(answers, CANNED),
            typed=(OWN, "words"),
        ),
        Step("words", StepKind.WORDS, when=_own_reply),
        Step("confirm", StepKind.CONFIRM, ("send",)),
    ),
)
# What somebody says out of the blue who was asked for material: for that case, or something else?
GIVING = Form(
    "giving",
    (
        Step("is_it", StepKind.CHOICE, ("material", "other"), leaves=frozenset({"other"})),
        Step("story", StepKind.STORY),
    ),
    keeps_story=True,
    watched=True,
)

CLOCK_FORMS = (
    MATERIAL,
    EXTENSION,
    COMMENT,
    SEND_BACK,
    CALL_HELP,
    CALLED,
    DECLINE,
    REDIRECT,
    REPLY,
    GIVING,
)
