"""What two may try at the same moment: for each promise of a port that only the first is told yes.

Each function enters what the act needs and gives the act; it gets the `Work` of its own transaction and
whether it is the second one's.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from desk.domain.broadcasts.broadcast import Audience, Broadcast, Recipients
from desk.domain.callbacks.calls import CallEnd
from desk.domain.cases.case import Case
from desk.domain.cases.joint_parts import Helper
from desk.domain.danger.alarms import Alarm
from desk.domain.danger.doubts import Doubt, DoubtAnswer
from desk.domain.danger.mutes import Mute
from desk.domain.escalation.ladder import FileDecision, LadderStep, Taken
from desk.domain.households.household import Measure
from desk.domain.people.people import Person
from desk.domain.policy.card import ItemWish, NewItem
from desk.domain.procedures.procedure import MatchFinding, Procedure, ProcedureKind, Source, Stage
from desk.domain.staff.staffing import Approval, StaffAct, StaffWish
from desk.domain.sweeps.samples import Check, Sample
from desk.domain.sweeps.sweep import SweepObject, TickResult
from desk.domain.visits.visit import How, Visit
from desk.ports.work import Work
from tests.actions.casework import report
from tests.deskside import Desk
from tests.register import LIS, WANGS, register
from tests.storage.cast import a_draft
from tests.sweeping import objects_of, sweep
from tests.village import COUNTY, DUTY, MONITOR, NEIGHBOUR, VILLAGE

Act = Callable[[Work, bool], Awaitable[object]]
TODAY = date(2026, 11, 23)


@dataclass(frozen=True)
class Scene:
    """A village in which something was reported."""

    desk: Desk
    case: Case
    person: Person
    neighbour: Person
    monitor: int
    household: int

    async def do(self, act: Callable[[Work], Awaitable[object]]) -> object:
        """What must be there before."""
        async with self.desk.work() as work:
            return await act(work)


async def scene(desk: Desk) -> Scene:
    await desk.settle(MONITOR)
    case = await report(desk)
    [household] = await register(desk, LIS)
    person, neighbour = await desk.person(), await desk.person(NEIGHBOUR)
    return Scene(desk, case, person, neighbour, (await desk.official(MONITOR)).id, household)


async def save_case(here: Scene) -> Act:
    return lambda work, _: work.cases.save(replace(here.case, version=here.case.version + 1))


async def join_department(here: Scene) -> Act:
    helper = Helper(here.case.id, "医保局", here.desk.now, here.desk.now)
    return lambda work, _: work.helpers.join(helper)


async def finish_call(here: Scene) -> Act:
    await here.do(lambda work: work.calls.draw(here.case.id, 1, here.desk.now))
    return lambda work, _: work.calls.finish(here.case.id, 1, CallEnd.NOT_REACHED)


async def take_step(here: Scene) -> Act:
    taken = Taken(here.case.id, LadderStep.NOTICE, here.desk.now)
    return lambda work, _: work.ladder.take(taken)


async def receive_step(here: Scene) -> Act:
    await here.do(lambda work: work.ladder.take(Taken(here.case.id, LadderStep.NOTICE, here.desk.now)))
    return lambda work, _: work.ladder.receive(here.case.id, LadderStep.NOTICE)


async def decide_file(here: Scene) -> Act:
    await here.do(
        lambda work: work.ladder.take(Taken(here.case.id, LadderStep.ACCOUNTABILITY, here.desk.now))
    )
    return lambda work, _: work.ladder.decide(here.case.id, FileDecision.TALK, here.monitor)


async def strike_case(here: Scene) -> Act:
    await here.do(lambda work: work.ladder.take(Taken(here.case.id, LadderStep.NOTICE, here.desk.now)))
    return lambda work, _: work.ladder.strike(here.case.id)


async def save_alarm(here: Scene) -> Act:
    now = here.desk.now
    async with here.desk.work() as work:
        alarm = await work.alarms.add(Alarm(0, here.person.id, VILLAGE, now, now, "1:1", 3))
    return lambda work, _: work.alarms.save(replace(alarm, version=alarm.version + 1))


async def save_doubt(here: Scene) -> Act:
    async with here.desk.work() as work:
        doubt = await work.doubts.add(Doubt(0, here.person.id, here.desk.now, "1:1", "fire", 3, ""))
    return lambda work, _: work.doubts.save(replace(doubt, version=doubt.version + 1, answer=DoubtAnswer.NO))


async def _mute(here: Scene) -> Mute:
    asked = Mute(0, here.person.id, here.monitor, here.desk.now, "cries wolf")
    async with here.desk.work() as work:
        return replace(asked, id=await work.mutes.ask(asked))


async def rule_mute(here: Scene) -> Act:
    until = here.desk.now + timedelta(days=1)
    ruled = replace(await _mute(here), ruled_by=here.monitor, granted=True, until=until)
    return lambda work, _: work.mutes.rule(ruled)


async def end_mute(here: Scene) -> Act:
    mute = await _mute(here)
    return lambda work, _: work.mutes.end(mute.id, here.monitor)


async def enter_household(here: Scene) -> Act:
    return lambda work, _: work.households.enter(WANGS, here.desk.now)


async def finish_measure(here: Scene) -> Act:
    async with here.desk.work() as work:
        household = await work.households.find(here.household)
        assert household is not None
        measure_id = await work.measures.add(household, Measure("低保"))
    return lambda work, _: work.measures.finish(measure_id, here.household, TODAY, here.monitor)


async def rule_item(here: Scene) -> Act:
    item = NewItem("低保", "allowance", "民政局", "怎么申请", "去村委会", TODAY)
    async with here.desk.work() as work:
        wish_id = await work.item_wishes.ask(ItemWish(0, here.case.id, item, here.monitor))
    return lambda work, _: work.item_wishes.rule(wish_id, here.monitor, granted=True)


def _procedure(here: Scene) -> Procedure:
    now = here.desk.now
    kind, stage, source = ProcedureKind.INCLUSION, Stage.VERIFICATION, next(iter(Source))
    return Procedure(0, here.household, kind, stage, source, now, now)


async def add_procedure(here: Scene) -> Act:
    return lambda work, _: work.procedures.add(_procedure(here))


async def _opened(here: Scene) -> Procedure:
    async with here.desk.work() as work:
        opened = await work.procedures.add(_procedure(here))
    assert opened is not None
    return opened


async def save_procedure(here: Scene) -> Act:
    opened = await _opened(here)
    return lambda work, _: work.procedures.save(replace(opened, version=opened.version + 1))


async def settle_match(here: Scene) -> Act:
    opened = await _opened(here)
    async with here.desk.work() as work:
        await work.procedures.ask_departments(opened.id, ["医保局"])
        [match] = await work.procedures.matches(opened.id)
    return lambda work, _: work.procedures.settle_match(match.id, MatchFinding.AGREES, here.monitor)


async def bind_staff(here: Scene) -> Act:
    staff = await here.desk.official(DUTY)  # who has not joined
    return lambda work, second: work.staff.bind(staff.id, here.neighbour.id if second else here.person.id)


async def open_invitation(here: Scene) -> Act:
    async with here.desk.work() as work:
        await work.staff.invite(here.monitor, "hash", here.desk.now + timedelta(days=1))
        invitation = await work.staff.find_invitation("hash")
    assert invitation is not None
    row = invitation.id
    return lambda work, second: work.staff.open_invitation(
        row, here.neighbour.id if second else here.person.id
    )


async def rule_approval(here: Scene) -> Act:
    wish = StaffWish(StaffAct.REVOKE, here.monitor)
    async with here.desk.work() as work:
        approval_id = await work.approvals.ask(Approval(0, wish, here.monitor, here.desk.now))
    return lambda work, _: work.approvals.rule(approval_id, here.monitor, granted=True)


async def _house(here: Scene) -> SweepObject:
    return next(iter((await objects_of(here.desk, await sweep(here.desk))).values()))


async def tick_object(here: Scene) -> Act:
    before = await _house(here)
    ticked = {"found": next(iter(TickResult)), "ticked_by": here.monitor, "ticked_at": here.desk.now}
    after = replace(before, version=before.version + 1, changed_at=here.desk.now, **ticked)
    return lambda work, _: work.sweeps.objects.save(before, after)


async def _sample(here: Scene) -> tuple[Sample, Check]:
    house = await _house(here)
    async with here.desk.work() as work:
        asked = Sample(0, house.sweep_id, "seed", 1, here.desk.now, population=1)
        sample = replace(asked, id=await work.sweeps.samples.add(asked))
    return sample, Check(sample.id, 1, house.id, next(iter(TickResult)))


async def keep_sample(here: Scene) -> Act:
    sample, check = await _sample(here)
    return lambda work, _: work.sweeps.samples.keep(replace(sample, drawn=True), [check])


async def answer_check(here: Scene) -> Act:
    sample, check = await _sample(here)
    await here.do(lambda work: work.sweeps.samples.keep(replace(sample, drawn=True), [check]))
    answered = replace(check, agreed=True, checked_by=here.monitor)
    return lambda work, _: work.sweeps.samples.answer(answered)


async def keep_sweep_card(here: Scene) -> Act:
    sweep_id = (await sweep(here.desk)).id
    return lambda work, _: work.sweeps.keep_card(sweep_id, here.monitor, None, "10 left")


async def save_draft(here: Scene) -> Act:
    return lambda work, _: work.drafts.save(a_draft(here.person.user_id))


async def drop_draft(here: Scene) -> Act:
    draft = a_draft(here.person.user_id)
    await here.do(lambda work: work.drafts.save(draft))
    return lambda work, _: work.drafts.drop(draft)


async def add_visit(here: Scene) -> Act:
    visit = Visit(0, here.household, here.monitor, How.HOME, TODAY, here.desk.now)
    return lambda work, _: work.visits.add(visit, "form:1")


async def save_broadcast(here: Scene) -> Act:
    recipients = Recipients(COUNTY, Audience.RESIDENTS)
    new = Broadcast(0, recipients, COUNTY, here.person.id, "停水通知")
    async with here.desk.work() as work:
        broadcast_id = await work.broadcasts.add(new)
    return lambda work, _: work.broadcasts.save(replace(new, id=broadcast_id, version=new.version + 1))


RIVALS: dict[str, Callable[[Scene], Awaitable[Act]]] = {
    "AlarmRepository.save": save_alarm,
    "ApprovalRepository.rule": rule_approval,
    "BroadcastRepository.save": save_broadcast,
    "CallRepository.finish": finish_call,
    "CaseRepository.save": save_case,
    "DoubtRepository.save": save_doubt,
    "DraftRepository.drop": drop_draft,
    "DraftRepository.save": save_draft,
    "HelperRepository.join": join_department,
    "HouseholdRepository.enter": enter_household,
    "ItemWishRepository.rule": rule_item,
    "LadderRepository.decide": decide_file,
    "LadderRepository.receive": receive_step,
    "LadderRepository.strike": strike_case,
    "LadderRepository.take": take_step,
    "MeasureRepository.finish": finish_measure,
    "MuteRepository.end": end_mute,
    "MuteRepository.rule": rule_mute,
    "ProcedureRepository.add": add_procedure,
    "ProcedureRepository.save": save_procedure,
    "ProcedureRepository.settle_match": settle_match,
    "StaffRepository.bind": bind_staff,
    "StaffRepository.open_invitation": open_invitation,
    "SweepObjectRepository.save": tick_object,
    "SweepRepository.keep_card": keep_sweep_card,
    "SweepSampleRepository.answer": answer_check,
    "SweepSampleRepository.keep": keep_sample,
    "VisitRepository.add": add_visit,
}
