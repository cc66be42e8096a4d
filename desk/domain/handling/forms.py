"""What is asked when an official answers, declines, redirects, notes something, or gives a case back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from desk.domain.reports.channels import Channel, Emergency
from desk.domain.talk.forms import Answers, Form, Step, StepKind, has_picks
from desk.domain.talk.messages import Json
from desk.domain.talk.pieces import Piece

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


@dataclass(frozen=True, slots=True, kw_only=True)
class CallHelpTold:
    """Whom the resident is to call at once."""

    case_id: int = 0
    whom: Emergency


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclineTold:
    """Why a case is declined: one of the reasons, or words of one's own."""

    case_id: int = 0
    why: str
    words: Piece

    @property
    def own_words(self) -> Piece:
        """Empty where one of the reasons was chosen."""
        return self.words if self.why == OWN else _NO_WORDS


@dataclass(frozen=True, slots=True, kw_only=True)
class RedirectTold:
    """Which office the resident is sent to, in one's own words if it is none of those."""

    case_id: int = 0
    channel: Channel
    words: Piece

    @property
    def own_words(self) -> Piece:
        """Empty where one of the offices was chosen."""
        return self.words if self.channel is Channel.OTHER else _NO_WORDS


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyTold:
    """The answer to a resident: a prepared text, or words of one's own."""

    case_id: int = 0
    adopted: str = ""
    canned: str = OWN
    texts: Mapping[str, Json] = field(default_factory=dict)
    words: Piece

    @property
    def reply(self) -> Piece:
        """The message as the resident gets it."""
        prepared = self.texts.get(self.canned)
        return self.words if prepared is None else {"kind": "text", "text": prepared}


_NO_WORDS: Final[Piece] = {"text": ""}
