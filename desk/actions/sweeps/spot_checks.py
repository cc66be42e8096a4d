"""Looking again at a sample of what was ticked. Nobody looks again at what they ticked themselves.

Who ticked an object does not learn that it was drawn until an inspector has said what they saw.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from desk.actions.cases.door import NOT_YOURS, Refusal
from desk.actions.cases.officials import official_of
from desk.actions.cases.unhurried import as_reminder
from desk.actions.sweeps.parts import CHANGED, OVER
from desk.domain.cases.ledger import Entry, about_household
from desk.domain.deadlines.reminders import when_allowed
from desk.domain.people.people import Person, Role, Staff
from desk.domain.sweeps.samples import SIZES, Agreement, Check, Drawing, Mark, Sample, numbered
from desk.domain.sweeps.sweep import Sweep, SweepAct, SweepObject, SweepState
from desk.domain.talk.messages import Button, message_to
from desk.domain.worklists.queue import within
from desk.ports.work import Work

AT_ONCE: Final = 1000  # objects that are drawn from in one transaction: some milliseconds


@dataclass(frozen=True, slots=True)
class OpenCheck:
    """What one inspector is to look at again."""

    staff: Staff
    check: Check
    one: SweepObject
    sweep: Sweep


async def may_sample(work: Work, person: Person) -> bool:
    """Only the county office draws samples."""
    staff = await official_of(work, person)
    posts = () if staff is None else await work.staff.posts_of(staff.id)
    return any(post.role is Role.COUNTY_OFFICE for post in posts)


async def ask_sample(work: Work, person: Person, sweep_id: int, size: int, known: int) -> Sample | Refusal:
    """Draw a sample with the next look at the clock. `known` samples there were when the button was shown."""
    sweep = await work.sweeps.find(sweep_id)
    if sweep is None or not await may_sample(work, person):
        return NOT_YOURS
    if sweep.state is not SweepState.RUNNING:
        return OVER
    if size not in SIZES or len(await work.sweeps.samples.of_sweep(sweep_id)) != known:
        return CHANGED
    seed = work.sweeps.samples.seed(sweep_id, work.now)
    new = Sample(0, sweep_id, seed, size, work.now, asked_by=person.id)
    return await enter_sample(work, new, Role.COUNTY_OFFICE.value)


async def enter_sample(work: Work, new: Sample, capacity: str) -> Sample:
    """Enter a sample that is to be drawn; its seed stands in the ledger."""
    sample = replace(new, id=await work.sweeps.samples.add(new))
    details = f"sweep:{new.sweep_id} sample:{sample.id} size:{new.size} seed:{new.seed} by:{new.algorithm}"
    await work.ledger.append(Entry(None, SweepAct.SAMPLE, capacity, person_id=new.asked_by, details=details))
    return sample


async def draw_some(work: Work, sample: Sample, drawing: Drawing, after: Mark) -> Mark | None:
    """Draw from some more objects; where to go on, None when there are no more."""
    lots = await work.sweeps.objects.lots(sample, after, AT_ONCE)
    drawing.take(lots)
    return lots[-1].mark if len(lots) == AT_ONCE else None


async def keep_drawn(work: Work, sample: Sample, drawing: Drawing) -> None:
    """What was drawn goes to the inspectors; drawing it twice is once."""
    drawn = replace(sample, population=drawing.population)
    checks = list(numbered(sample.id, drawing.drawn()))
    if await work.sweeps.samples.keep(drawn, checks):
        await _tell_inspectors(work, sample)


async def open_checks(work: Work, staff: Staff) -> Sequence[Check]:
    """Everything that this inspector is to look at again, sample by sample."""
    posts = await work.staff.posts_of(staff.id)
    places = {post.area_code for post in posts if post.role is Role.INSPECTOR}
    codes = sorted({area.code for place in places for area in within(work.areas, place)})
    return await work.sweeps.samples.open_checks(codes, staff.id) if codes else ()


async def own_check(work: Work, person: Person, sample_id: int, position: int) -> OpenCheck | Refusal:
    """An object of a sample, if it is theirs to look at again."""
    staff = await official_of(work, person)
    check = None if staff is None else await work.sweeps.samples.check(sample_id, position)
    one = None if check is None else await work.sweeps.objects.find(check.object_id)
    sweep = None if one is None else await work.sweeps.find(one.sweep_id)
    if staff is None or check is None or one is None or sweep is None:
        return NOT_YOURS
    if check.agreed is not None:
        return CHANGED if check.checked_by == staff.id else NOT_YOURS
    mine = {(theirs.sample_id, theirs.position) for theirs in await open_checks(work, staff)}
    return OpenCheck(staff, check, one, sweep) if (sample_id, position) in mine else NOT_YOURS


async def answer_check(
    work: Work, person: Person, asked: tuple[int, int], said: str | None
) -> OpenCheck | Refusal:
    """The inspector saw the same (`said` is None), or something else, in their words.

    Whoever ticked it hears of it only now, and only when it was something else.
    """
    found = await own_check(work, person, *asked)
    if isinstance(found, Refusal):
        return found
    check = replace(found.check, agreed=said is None, checked_by=found.staff.id, said=said or "")
    if not await work.sweeps.samples.answer(check):
        return CHANGED
    answer = "yes" if check.agreed else "no"
    details = f"sample:{check.sample_id} object:{check.object_id} found:{check.found} agreed:{answer}"
    household = found.one.listed.household_id
    entry = about_household(household, SweepAct.CHECK, Role.INSPECTOR, person.id, details)
    await work.ledger.append(replace(entry, words=check.said))
    if said is not None:
        await _tell_ticker(work, found, said)
    return replace(found, check=check)


async def agreements(work: Work, sweep_id: int) -> Sequence[tuple[Sample, Agreement]]:
    """How every sample of a sweep has come out so far."""
    samples = await work.sweeps.samples.of_sweep(sweep_id)
    return [(sample, await work.sweeps.samples.agreement(sample.id)) for sample in samples]


async def _tell_ticker(work: Work, found: OpenCheck, said: str) -> None:
    staff = None if found.check.ticked_by is None else await work.staff.find(found.check.ticked_by)
    if staff is None or staff.user_id is None or staff.revoked:
        return
    one = found.one
    message = message_to(
        staff,
        f"sweep_differs:{found.check.sample_id}:{found.check.position}:{staff.id}",
        "sweep.differs",
        {"name": found.sweep.name, "object": one.listed.name, "said": said},
        ((Button("sweep.button.look", f"x:o:{one.id}:"),),),
    )
    await work.outbox.say(replace(message, not_before=when_allowed(work.now, work.rules)))


async def _tell_inspectors(work: Work, sample: Sample) -> None:
    """Each of them once, with how many wait for them."""
    sweep = await work.sweeps.find(sample.sweep_id)
    posts = await work.staff.posts_in([area.code for area in work.areas])
    people = {staff.id: staff for post in posts if post.role is Role.INSPECTOR for staff in post.people}
    for staff in people.values():
        mine = [check for check in await open_checks(work, staff) if check.sample_id == sample.id]
        if staff.user_id is None or not staff.present or not mine or sweep is None:
            continue
        message = message_to(
            staff,
            f"sweep_sample:{sample.id}:{staff.id}",
            "sweep.sampled",
            {"name": sweep.name, "count": len(mine)},
            ((Button("sweep.button.checks", "x:i:", {"count": len(mine)}),),),
        )
        await work.outbox.say(as_reminder(work, message))
