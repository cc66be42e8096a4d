"""What is asked when an official answers, declines, redirects, notes something, or gives a case back."""

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


CHANNEL: Final = "channel"


# Reasons that are given again and again; each is a sentence that the resident reads.
REASONS: Final = ("not_ours", "no_rule", "settled", "in_court", "no_facts", "other_county")


COMMENT = Form("comment", (Step("words", StepKind.WORDS),))


SEND_BACK = Form("send_back", (Step("words", StepKind.WORDS),))


CALL_HELP = Form("call_help", (Step("whom", StepKind.CHOICE, tuple(one.value for one in Emergency)),))


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

HANDLING_FORMS = (REPLY, DECLINE, REDIRECT, CALL_HELP, COMMENT, SEND_BACK)
