"""What a button carries, read back: a wish, never a fact. Whoever handles it looks at the rows.

Each family of codes begins with its letter: `f` the open form, `k` an act on a card, `c` how a card is shown,
`o` one's own report, `r` a rating, `l` the ladder, `d` an alarm, `m` menus and lists, `q` the queue of a
desk, `i` an inspector's calls, `h` the register, `p` the policy library, `b` broadcasts, `g` procedures,
`x` sweeps, `w` visits.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import partial
from typing import Final

from desk.domain.cases.case import Act, Rating
from desk.domain.escalation.ladder import LadderStep
from desk.domain.procedures.procedure import ProcedureAct, ProcedureKind
from desk.domain.talk.forms import Pressed
from desk.domain.worklists.forms import FIND
from handlers.broadcasts.compose import press_broadcast, press_subscription
from handlers.broadcasts.results import PAGED, press_unread
from handlers.callbacks.calls import list_calls, press_call
from handlers.callbacks.follow_up import press_rating
from handlers.cases.card import open_card, press_card, press_case
from handlers.danger.alarms import read_alarm_button
from handlers.escalation.ladder import press_received
from handlers.handing_over.assign import give, open_item
from handlers.households.families import ask_for_kin, press_family, show_family
from handlers.households.measures import press_finish, press_measure
from handlers.households.policy_sheets import press_paper, press_sheets
from handlers.households.register import press_household
from handlers.policy.buttons import press_policy
from handlers.policy.save_item import press_ruling, press_save
from handlers.procedures.cards import list_procedures, press_begin, press_look, press_step
from handlers.reports.mine import press_own
from handlers.reports.more import press_more
from handlers.staff.leave import ask_leave, press_call_off
from handlers.staff.staff import press_approval, press_staff
from handlers.sweeps.routes import read_sweep_button
from handlers.talk.continue_form import continue_form, move_named
from handlers.talk.half_told import Handler, unless_half_told
from handlers.talk.looking import ask_for_word
from handlers.talk.turn import Turn
from handlers.visits.codes import read_visit_button
from handlers.visits.lagging import show_lagging
from handlers.worklists.choosing import begin_choosing, go_on, leave, toggle, toggle_page, turn_page
from handlers.worklists.codes import number_in, read_spot, read_stamp
from handlers.worklists.desk import list_desk
from handlers.worklists.leader import show_overdue
from handlers.worklists.today import list_today

_FORMS_OF_MORE: Final = frozenset(
    {"complaint", "suggestion", "for_other", "home", "officials", "broadcast", "sheet"}
)
_MOST_PAGES: Final = 1_000_000


def read_button(data: str) -> Handler:
    """What a button asks for. Raises ValueError for what no button of ours carries."""
    family, *parts = data.split(":")
    reader = _READERS.get(family)
    # No code of ours has other signs, and a database that is asked for some of them refuses the question.
    if reader is None or not (data.isascii() and data.isprintable()):
        raise ValueError(data)
    return reader(parts)


def page_in(text: str) -> int:
    """The number of a page out of a button. Raises ValueError for more than any list has."""
    number = number_in(text)
    if number > _MOST_PAGES:
        raise ValueError(text)
    return number


def _form(parts: Sequence[str]) -> Handler:
    question, choice = parts
    return partial(_press_form, question=number_in(question), choice=choice)


def _act(parts: Sequence[str]) -> Handler:
    case_id, version, act = parts
    return partial(press_case, case_id=number_in(case_id), version=number_in(version), act=Act(act))


def _card(parts: Sequence[str]) -> Handler:
    case_id, wish = parts
    return partial(press_card, case_id=number_in(case_id), wish=wish)


def _own(parts: Sequence[str]) -> Handler:
    case_id, act = parts
    handler = partial(press_own, case_id=number_in(case_id), act=act)
    return unless_half_told(handler) if act == "add" else handler


def _rating(parts: Sequence[str]) -> Handler:
    case_id, asked, rating = parts
    return partial(
        press_rating, case_id=number_in(case_id), round_number=number_in(asked), rating=Rating(rating)
    )


def _menu(parts: Sequence[str]) -> Handler:
    match parts:
        case ["card", case_id]:
            return partial(open_card, case_id=number_in(case_id))
        case ["overdue"]:
            return show_overdue
        case ["lag", *codes] if len(codes) <= 1:
            return partial(show_lagging, code="".join(str(number_in(code)) for code in codes))
        case ["today", page, first] if read_stamp(first):
            return partial(list_today, number=number_in(page))
        case [
            "complaint" | "suggestion" | "for_other" | "home" | "officials" | "broadcast" | "sheet" as choice
        ]:
            return unless_half_told(partial(press_more, choice=choice))
        case [choice]:
            return partial(press_more, choice=choice)
    raise ValueError(parts)


def _queue(parts: Sequence[str]) -> Handler:
    match parts:
        case ["o", case_id]:
            return partial(open_item, case_id=number_in(case_id))
        case ["g", case_id, version, unit, first]:
            return partial(
                give, case_id=number_in(case_id), version=number_in(version), code=unit, first=first
            )
        case ["t", case_id, version]:
            return partial(toggle, case_id=number_in(case_id), version=number_in(version))
        case ["v" | "s" | "p" as verb, view, mark, page, first]:
            return partial(_WITH_SPOT[verb], spot=read_spot(view, mark, page, first))
        case [verb] if verb in _PLAIN:
            return _PLAIN[verb]
    raise ValueError(parts)


_WITH_SPOT: Final[Mapping[str, Callable[..., Awaitable[None]]]] = {
    "v": list_desk,
    "s": begin_choosing,
    "p": turn_page,
}
_PLAIN: Final[Mapping[str, Handler]] = {
    "a": toggle_page,
    "n": go_on,
    "x": leave,
    "f": partial(ask_for_word, form=FIND),
}


def _ladder(parts: Sequence[str]) -> Handler:
    case_id, step = parts
    return partial(press_received, case_id=number_in(case_id), step=LadderStep(step))


def _call(parts: Sequence[str]) -> Handler:
    match parts:
        case ["list", page, first]:
            return partial(list_calls, number=number_in(page), first=read_stamp(first))
        case [case_id, asked, wish]:
            return partial(press_call, case_id=number_in(case_id), round_number=number_in(asked), wish=wish)
    raise ValueError(parts)


def _leave(parts: Sequence[str]) -> Handler:
    match parts:
        case ["new"]:
            return ask_leave
        case ["off", leave_id]:
            return partial(press_call_off, leave_id=number_in(leave_id))
    raise ValueError(parts)


def _staff(parts: Sequence[str]) -> Handler:
    staff_id, verb = parts
    return partial(press_staff, staff_id=number_in(staff_id), verb=verb)


def _approval(parts: Sequence[str]) -> Handler:
    match parts:
        case [approval_id, "yes" | "no" as answer]:
            return partial(press_approval, approval_id=number_in(approval_id), granted=answer == "yes")
    raise ValueError(parts)


def _household(parts: Sequence[str]) -> Handler:
    match parts:
        case [household_id, "card" | "all" as wish]:
            return partial(press_household, household_id=number_in(household_id), wish=wish)
        case [household_id, "family"]:
            return partial(show_family, household_id=number_in(household_id))
        case [household_id, "addkin"]:
            return partial(ask_for_kin, household_id=number_in(household_id))
        case [household_id, "kin" | "nokin" as word, person_id]:
            return partial(
                press_family,
                household_id=number_in(household_id),
                person_id=number_in(person_id),
                belongs=word == "kin",
            )
        case [household_id, "sheets"]:
            return partial(press_sheets, household_id=number_in(household_id))
        case [household_id, "paper", broadcast_id]:
            return partial(
                press_paper, household_id=number_in(household_id), broadcast_id=number_in(broadcast_id)
            )
    raise ValueError(parts)


def _procedure(parts: Sequence[str]) -> Handler:
    match parts:
        case ["m", household_id]:
            return partial(press_measure, household_id=number_in(household_id))
        case ["d", household_id]:
            return partial(press_finish, household_id=number_in(household_id))
        case ["list", page]:
            return partial(list_procedures, page=page_in(page))
        case ["new", household_id, kind]:
            return partial(press_begin, household_id=number_in(household_id), kind=ProcedureKind(kind))
        case [procedure_id, "card" | "text" | "files" as wish]:
            return partial(press_look, procedure_id=number_in(procedure_id), wish=wish)
        case [procedure_id, shown, act]:
            return partial(
                press_step,
                procedure_id=number_in(procedure_id),
                shown=number_in(shown),
                act=ProcedureAct(act),
            )
    raise ValueError(parts)


async def _press_form(turn: Turn, question: int, choice: str) -> None:
    if turn.draft is None or question != turn.draft.question:
        turn.notice("form.stale", alert=True)
        return
    await continue_form(turn, move_named(choice) or Pressed(choice, question))


def _policy(parts: Sequence[str]) -> Handler:
    number, verb, part = parts
    if verb == "save":
        return partial(press_save, case_id=number_in(number))
    if verb in ("agree", "disagree"):
        return partial(press_ruling, wish_id=number_in(number), granted=verb == "agree")
    return partial(press_policy, number=number_in(number), verb=verb, part=part)


def _broadcast(parts: Sequence[str]) -> Handler:
    match parts:
        case ["on" | "off" as wish]:
            return partial(press_subscription, wanted=wish == "on")
        case [broadcast_id, verb]:
            return partial(press_broadcast, broadcast_id=number_in(broadcast_id), verb=verb)
        case [broadcast_id, verb, page, first] if verb in PAGED:
            return partial(
                PAGED[verb],
                broadcast_id=number_in(broadcast_id),
                number=page_in(page),
                first=read_stamp(first),
            )
        case [broadcast_id, "unread", village, page, *first] if len(first) <= 1:
            return partial(
                press_unread,
                broadcast_id=number_in(broadcast_id),
                village=village,
                number=page_in(page),
                first=read_stamp(first[0]) if first else "",
            )
    raise ValueError(parts)


# Unpacking too many or too few parts is a ValueError too.
_READERS: Final[Mapping[str, Callable[[Sequence[str]], Handler]]] = {
    "f": _form,
    "k": _act,
    "c": _card,
    "o": _own,
    "r": _rating,
    "m": _menu,
    "l": _ladder,
    "d": read_alarm_button,
    "q": _queue,
    "i": _call,
    "a": _leave,
    "s": _staff,
    "v": _approval,
    "p": _policy,
    "h": _household,
    "b": _broadcast,
    "w": read_visit_button,
    "g": _procedure,
    "x": read_sweep_button,
}
