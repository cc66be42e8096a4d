"""Every act of a case as one call, by the name of the act, for whoever tries anything."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from desk.actions.callbacks.calls import CallRound, answer_call, not_reached
from desk.actions.callbacks.follow_up import rate_case
from desk.actions.deadlines.extension import ask_for_time, grant_time, refuse_time
from desk.actions.deadlines.material import ask_for_material, resume_case
from desk.actions.escalation.accountability import decide
from desk.actions.escalation.supervise import inspect_case, receive_step, rectify, supervise_case
from desk.actions.handing_over.dispute import dispute_case, return_case
from desk.actions.handing_over.join_department import join_department
from desk.actions.handing_over.joint_part_done import finish_part
from desk.actions.handing_over.pass_up import pass_up_case
from desk.actions.handing_over.receivers import Target, receiver_code
from desk.actions.handing_over.transfer import transfer_case
from desk.actions.handling.accept import accept_case, take_case
from desk.actions.handling.comment import comment_on_case
from desk.actions.handling.decline import Reason, decline_case, review_case
from desk.actions.handling.further_problem import found_problem
from desk.actions.handling.merge import merge_cases
from desk.actions.handling.redirect import call_help, redirect_case
from desk.actions.handling.reply import reply_to_resident
from desk.actions.handling.verify import send_back, verify_case
from desk.actions.handling.visited import record_case_visit
from desk.actions.procedures.referral import Which, refer_case
from desk.actions.reports.additions import add_to_case, urge_case
from desk.actions.reports.withdraw import withdraw_case
from desk.domain.cases.case import Case, Hold, Rating
from desk.domain.county.areas import Level
from desk.domain.escalation.ladder import FileDecision, LadderStep
from desk.domain.households.household import RiskType
from desk.domain.people.people import Person
from desk.domain.reports.channels import Channel, Emergency
from desk.ports.work import Work
from tests.actions.casework import spoken
from tests.village import HOUSING_DESK, OTHER_VILLAGE, WATER_DESK


@dataclass(frozen=True, slots=True)
class Wish:
    """What is tried: on which case as it was seen, with which other case, and which of the choices."""

    case: Case
    twin: str
    round: int
    choice: int

    @property
    def id(self) -> int:
        """The row of the case."""
        return self.case.id

    def of(self, *choices: Any) -> Any:
        """One of these."""
        return choices[self.choice % len(choices)]


_HOUSING, _WATER = (receiver_code(Hold(Level.COUNTY, one.department)) for one in (HOUSING_DESK, WATER_DESK))
_TARGETS: Final = (
    Target(_HOUSING),
    Target(_WATER),
    Target("town"),
    Target("village"),
    Target("county"),
    Target("elsewhere", OTHER_VILLAGE),
)
_RATINGS: Final = (Rating.SATISFIED, Rating.MOSTLY, Rating.PARTLY, Rating.DISSATISFIED)
Deed = Callable[[Work, Person, Wish], Awaitable[Any]]
DEEDS: Final[Mapping[str, Deed]] = {
    "accept": lambda w, p, x: accept_case(w, p, x.id, x.case.version),
    "take": lambda w, p, x: take_case(w, p, x.id, x.case.version),
    "visit": lambda w, p, x: record_case_visit(w, p, x.id, x.of("home", "phone"), [spoken("看过了")]),
    "reply": lambda w, p, x: reply_to_resident(w, p, x.id, spoken("办好了")),
    "dispute": lambda w, p, x: dispute_case(w, p, x.id, spoken("不归我"), x.of(None, *_TARGETS)),
    "return": lambda w, p, x: return_case(w, p, x.id, x.case.version),
    "pass_up": lambda w, p, x: pass_up_case(w, p, x.id, spoken("办不了"), x.of("", _HOUSING, "county")),
    "transfer": lambda w, p, x: transfer_case(w, p, x.id, x.of(*_TARGETS), spoken("归你们")),
    "join": lambda w, p, x: join_department(w, p, x.id, x.of(_HOUSING, _WATER), spoken("请来看")),
    "help": lambda w, p, x: finish_part(w, p, x.id, spoken("鉴定好了")),
    "ask_material": lambda w, p, x: ask_for_material(w, p, x.id, spoken("请带低保证")),
    "resume": lambda w, p, x: resume_case(w, p, x.id, x.case.version),
    "ask_extension": lambda w, p, x: ask_for_time(w, p, x.id, x.of(3, 5), spoken("雨没停")),
    "grant": lambda w, p, x: grant_time(w, p, x.id, x.case.version),
    "refuse": lambda w, p, x: refuse_time(w, p, x.id, x.case.version),
    "decline": lambda w, p, x: decline_case(w, p, x.id, Reason("no_rule", {"text": ""})),
    "review": lambda w, p, x: review_case(w, p, x.id),
    "merge": lambda w, p, x: merge_cases(w, p, x.id, x.twin),
    "redirect": lambda w, p, x: redirect_case(w, p, x.id, x.of(*Channel), spoken("请打这个电话")),
    "call_help": lambda w, p, x: call_help(w, p, x.id, x.of(*Emergency)),
    "comment": lambda w, p, x: comment_on_case(w, p, x.id, spoken("记一笔")),
    "found": lambda w, p, x: found_problem(w, p, x.id, x.of(*w.rules.troubles), [spoken("墙也裂了")]),
    "refer": lambda w, p, x: refer_case(w, p, x.id, Which(RiskType.OTHER, head="王秀兰")),
    "supervise": lambda w, p, x: supervise_case(w, p, x.id, spoken(x.of("", "抓紧办"))),
    "receive": lambda w, p, x: receive_step(w, p, x.id, x.of(*LadderStep)),
    "rectify": lambda w, p, x: rectify(w, p, x.id, [spoken("明天去")]),
    "inspect": lambda w, p, x: inspect_case(w, p, x.id, [spoken("没人去过")]),
    "issue": lambda w, p, x: decide(w, p, x.id, x.of(*FileDecision), "查清了"),
    "verify": lambda w, p, x: verify_case(w, p, x.id, x.case.version),
    "send_back": lambda w, p, x: send_back(w, p, x.id, spoken("还在漏")),
    "rate": lambda w, p, x: rate_case(w, p, x.id, x.round, x.of(*_RATINGS)),
    "reopen": lambda w, p, x: rate_case(w, p, x.id, x.round, Rating.DISSATISFIED),
    "call": lambda w, p, x: answer_call(w, p, CallRound(x.id, x.round), x.of(*_RATINGS), "电话里说的"),
    "not_reached": lambda w, p, x: not_reached(w, p, CallRound(x.id, x.round)),
    "add": lambda w, p, x: add_to_case(w, p, x.id, [spoken(x.of("还有", "墙快倒了"))]),
    "urge": lambda w, p, x: urge_case(w, p, x.id),
    "withdraw": lambda w, p, x: withdraw_case(w, p, x.id),
}
# What ends a case comes up less often: otherwise little would be left to happen.
ENDS: Final = frozenset({"decline", "redirect", "withdraw", "merge"})
# These are possible nearly always.
TALK: Final = frozenset({"comment", "call_help", "supervise", "add", "urge", "join"})
