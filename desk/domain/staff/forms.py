"""What officials are asked about leave, and administrators about the staff list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final

from desk.domain.county.areas import Level
from desk.domain.county.phones import phone_in
from desk.domain.deadlines.days import DAYS, TODAY, TOMORROW, day_in, day_named
from desk.domain.people.people import Role
from desk.domain.staff.staffing import LEVEL_OF
from desk.domain.talk.forms import Answers, Form, Step, StepKind, has_picks
from desk.domain.talk.pieces import Piece
from desk.domain.talk.reading import text_at
from desk.domain.text.cleaning import NAME_DOT, cleaned_name

_SHOWN: Final = 40  # signs of what was looked for
OTHER: Final = "other"  # another day, which is typed
NOBODY: Final = "nobody"
OPEN_END: Final = "open"
DEPUTY, FROM, UNTIL, POST, ROLE, DEPARTMENT, TO, AREA = (
    "deputy",
    "from",
    "until",
    "post",
    "role",
    "department",
    "to",
    "area",
)
STAFF_ID: Final = "staff_id"
WISH, WHO, NAME, PHONE = "wish", "who", "name", "phone"
_CONFIRM: Final = Step("confirm", StepKind.CONFIRM, ("send",))


def typed_at(step: str) -> str:
    """The question at which the day is typed when no button has it."""
    return f"{step}_day"


def _is_other(step: str) -> Step:
    return Step(typed_at(step), StepKind.WORDS, when=lambda answers: answers.get(step) == OTHER)


# The days, then whoever acts meanwhile; the read-back is a form of its own, with everything worked out.
LEAVE = Form(
    "leave",
    (
        Step(FROM, StepKind.CHOICE, (TODAY, TOMORROW, OTHER)),
        _is_other(FROM),
        Step(UNTIL, StepKind.CHOICE, (f"{DAYS}1", f"{DAYS}3", f"{DAYS}7", OTHER)),
        _is_other(UNTIL),
        Step(DEPUTY, StepKind.PICK, (NOBODY,), when=lambda answers: has_picks(answers, DEPUTY)),
    ),
)
LEAVE_CONFIRM = Form("leave_confirm", (_CONFIRM,))


def _not_yet(step: str) -> Callable[[Answers], bool]:
    """What was said when they were looked for is not asked again; whoever is looked for anew has no entry."""
    return lambda answers: not answers.get(step) and answers.get(WISH) != "search"


def _below_county(answers: Answers) -> bool:
    role = answers.get(ROLE)
    return isinstance(role, str) and bool(role) and LEVEL_OF.get(Role(role)) is not Level.COUNTY


FIND_STAFF = Form("find_staff", (Step("who", StepKind.WORDS),))
# Whoever was looked for and is not on the list is entered, or looked for by another name.
ENTER_STAFF = Form(
    "enter_staff",
    (
        Step(WISH, StepKind.CHOICE, ("enter",), when=_not_yet(WISH), typed=("search", WHO)),
        Step(WHO, StepKind.WORDS, when=lambda answers: answers.get(WISH) == "search"),
        Step(NAME, StepKind.WORDS, when=_not_yet(NAME)),
        Step(PHONE, StepKind.WORDS, when=_not_yet(PHONE)),
    ),
)
REVOKE = Form("revoke", (_CONFIRM,))
GIVE_POST = Form(
    "give_post",
    (
        Step(ROLE, StepKind.CHOICE, tuple(role.value for role in Role if role is not Role.RESIDENT)),
        Step("where", StepKind.WORDS, when=_below_county),
    ),
)
GIVE_POST_CONFIRM = Form(
    "give_post_confirm",
    (
        Step(AREA, StepKind.PICK, when=lambda answers: has_picks(answers, AREA)),
        Step(DEPARTMENT, StepKind.PICK, when=lambda answers: has_picks(answers, DEPARTMENT)),
        _CONFIRM,
    ),
)
END_POST = Form("end_post", (Step(POST, StepKind.PICK), _CONFIRM))
STAND_IN = Form("stand_in", (Step(POST, StepKind.PICK), Step("who", StepKind.WORDS, optional=True)))
STAND_IN_CONFIRM = Form(
    "stand_in_confirm",
    (
        Step(TO, StepKind.PICK, when=lambda answers: has_picks(answers, TO)),
        Step(FROM, StepKind.CHOICE, (TODAY, TOMORROW, OTHER)),
        _is_other(FROM),
        Step(UNTIL, StepKind.CHOICE, (OPEN_END, f"{DAYS}7", f"{DAYS}30", OTHER)),
        _is_other(UNTIL),
        _CONFIRM,
    ),
)
HAND_OVER = Form("hand_over", (Step("who", StepKind.WORDS),))
HAND_OVER_CONFIRM = Form("hand_over_confirm", (Step(TO, StepKind.PICK), _CONFIRM))

STAFF_FORMS = (
    LEAVE,
    LEAVE_CONFIRM,
    FIND_STAFF,
    ENTER_STAFF,
    REVOKE,
    GIVE_POST,
    GIVE_POST_CONFIRM,
    END_POST,
    STAND_IN,
    STAND_IN_CONFIRM,
    HAND_OVER,
    HAND_OVER_CONFIRM,
)


def entry_begun(wanted: str) -> Answers:
    """What is known of somebody to be entered from the words by which they were looked for."""
    words = cleaned_name(wanted)
    phone, named = phone_in(words), words.replace(NAME_DOT, "").isalpha()
    about: Answers = {PHONE: {"kind": "text", "text": phone}} if phone else {NAME: words} if named else {}
    return {"wanted": words[:_SHOWN], **about}


def day_chosen(answers: Answers, step: str, first: date) -> date | None:
    """The day chosen or typed at a step, counted from `first`; None when it is none."""
    choice = text_at(answers, step)
    if choice == OTHER:
        return day_in(text_at(answers, typed_at(step)), first)
    return day_named(choice, first)


@dataclass(frozen=True, slots=True)
class StaffSought:
    """Whom to look for; a voice or a photo finds nobody."""

    who: str = ""


@dataclass(frozen=True, slots=True)
class StaffEntryTold:
    """Whom to enter; with `who` somebody else is looked for. The number is typed or comes as a card."""

    who: str = ""
    name: str = ""
    phone: Piece | None = None


@dataclass(frozen=True, slots=True)
class StaffTold:
    """Whom of the staff list it is about: with which post, and who takes over."""

    staff_id: int = 0
    post: int = 0
    to: int = 0
    name: str = ""
    who: str = ""  # as somebody else was named, who is to be found
    cases: int = 0  # how many would be handed over


@dataclass(frozen=True, slots=True)
class GivePostTold:
    """Which role, and where, as it was named."""

    role: Role
    staff_id: int = 0
    name: str = ""
    where: str = ""


@dataclass(frozen=True, slots=True)
class NewPostTold:
    """The post as it was read back; the department is what was picked."""

    role: Role
    area: str
    staff_id: int = 0


@dataclass(frozen=True, slots=True)
class LeaveTold:
    """A leave as it was read back."""

    from_on: date
    until_on: date
    deputy: int | None = None
    deputy_name: str = ""
