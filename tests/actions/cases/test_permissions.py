"""Every cell of the table of permissions, walked through the door with real posts and real cases."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from itertools import count

import pytest

from desk.actions.cases.door import Access, access_case
from desk.domain.cases.capacity import Capacity
from desk.domain.cases.case import Act, Case, Hold, Kind, Source, State
from desk.domain.cases.joint_parts import VILLAGE as VILLAGE_PART
from desk.domain.cases.joint_parts import Helper
from desk.domain.cases.lifecycle import TABLE, open_for
from desk.domain.cases.permissions import CAPACITY, REPORTERS_ACTS, PostRelation, may
from desk.domain.county.areas import Level
from desk.domain.people.people import Role
from storage.staff.staff import NewPost
from tests.deskside import Desk
from tests.village import COUNTY, NEIGHBOUR, OTHER_VILLAGE, RESIDENT, TOWN, VILLAGE, Character

WATER, SCHOOL = "水利局", "教育局"
AT_VILLAGE, AT_TOWN, AT_COUNTY = Hold(Level.VILLAGE), Hold(Level.TOWN), Hold(Level.COUNTY)
AT_WATER, AT_TOWNS_WATER = Hold(Level.COUNTY, WATER), Hold(Level.TOWN, WATER)
OUTSIDE = Hold(Level.COUNTY, outside=True)
# Who holds which post; nobody holds two, so that each standing comes from one post alone.
POSTS = {
    "monitor": (Role.VILLAGE_MONITOR, VILLAGE, None),
    "town": (Role.TOWN_DESK, TOWN, None),
    "county": (Role.COUNTY_OFFICE, COUNTY, None),
    "second": (Role.COUNTY_OFFICE, COUNTY, None),  # asked only when the first is not there
    "water": (Role.DEPARTMENT_DESK, COUNTY, WATER),
    "towns_water": (Role.DEPARTMENT_DESK, TOWN, WATER),
    "leader": (Role.LEADER, COUNTY, None),
    "inspector": (Role.INSPECTOR, COUNTY, None),
    "officer": (Role.RESPONSIBLE_OFFICER, VILLAGE, None),
    "complaints": (Role.COMPLAINTS, COUNTY, None),
}
PHONES = {name: f"+86139000010{number:02}" for number, name in enumerate(POSTS)}
CHARACTERS = {name: Character(7000 + number, name, PHONES[name]) for number, name in enumerate(POSTS)}


@dataclass(frozen=True)
class Cell:
    """How one official comes to stand so to a case. `gone` has left the complaints post empty."""

    scope: PostRelation
    who: str
    hold: Hold
    place: str = VILLAGE
    accused: str = ""
    joined: str = ""
    gone: str = ""

    @property
    def role(self) -> Role:
        return POSTS[self.who][0]


CELLS = (
    Cell(PostRelation.OWN, "monitor", AT_VILLAGE),
    Cell(PostRelation.OWN, "town", AT_TOWN),
    Cell(PostRelation.OWN, "county", AT_COUNTY),
    Cell(PostRelation.OWN, "water", AT_WATER),
    Cell(PostRelation.OWN, "complaints", OUTSIDE),
    Cell(PostRelation.OWN, "leader", OUTSIDE, gone="complaints"),
    Cell(PostRelation.BELOW, "town", AT_VILLAGE),
    Cell(PostRelation.BELOW, "county", AT_VILLAGE),
    Cell(PostRelation.BELOW, "county", AT_WATER),
    Cell(PostRelation.BELOW, "water", AT_TOWNS_WATER),
    Cell(PostRelation.BELOW, "leader", AT_COUNTY),
    Cell(PostRelation.AREA, "monitor", AT_TOWN),
    Cell(PostRelation.AREA, "town", AT_COUNTY),
    Cell(PostRelation.AREA, "second", AT_VILLAGE),
    Cell(PostRelation.AREA, "leader", AT_VILLAGE),
    Cell(PostRelation.AREA, "inspector", AT_VILLAGE),
    Cell(PostRelation.AREA, "water", AT_VILLAGE),
    Cell(PostRelation.AREA, "officer", AT_VILLAGE),
    Cell(PostRelation.AREA, "complaints", AT_VILLAGE),
    Cell(PostRelation.JOINED, "water", AT_VILLAGE, joined=WATER),
    Cell(PostRelation.JOINED, "monitor", AT_WATER, joined=VILLAGE_PART),
    Cell(PostRelation.OUTSIDE, "monitor", OUTSIDE),
    Cell(PostRelation.OUTSIDE, "town", OUTSIDE),
    Cell(PostRelation.OUTSIDE, "water", OUTSIDE),
    Cell(PostRelation.OUTSIDE, "inspector", OUTSIDE),
    Cell(PostRelation.OUTSIDE, "officer", OUTSIDE),
    Cell(PostRelation.OUTSIDE, "county", OUTSIDE),
    Cell(PostRelation.OUTSIDE, "county", OUTSIDE, accused="leader"),
    Cell(PostRelation.OUTSIDE, "leader", OUTSIDE, accused="leader"),
    Cell(PostRelation.ELSEWHERE, "monitor", AT_VILLAGE, OTHER_VILLAGE),
    Cell(PostRelation.ELSEWHERE, "town", AT_VILLAGE, OTHER_VILLAGE),
    Cell(PostRelation.ELSEWHERE, "officer", AT_VILLAGE, OTHER_VILLAGE),
)
NUMBERS = count(1)


@pytest.fixture
async def chart(empty_desk: Desk) -> Desk:
    """A county in which each of these people holds exactly one post."""
    desk = empty_desk
    async with desk.database.transaction() as connection:
        await connection.execute("DELETE FROM posts")
    for name, (role, area, department) in POSTS.items():
        person = await desk.person(CHARACTERS[name])
        async with desk.work() as work:
            staff_id = await work.staff.add(name, PHONES[name])
            await work.staff.bind(staff_id, person.id)
            await work.staff.add_post(NewPost(role, area, staff_id, department=department))
    return desk


async def case_for(desk: Desk, cell: Cell, state: State, act: Act) -> Case:
    """A case that stands so, in this state, with the facts that leave room for the act."""
    reporter = await desk.resident()
    asked = act in (Act.GRANT, Act.REFUSE)
    accused = None if not cell.accused else await desk.official(CHARACTERS[cell.accused])
    case = Case(
        id=0,
        number=f"BF-261123-{next(NUMBERS):04}",
        kind=Kind.PATROL if act in (Act.VERIFY, Act.SEND_BACK) else Kind.HARDSHIP,
        trouble="water",
        source=Source.SELF,
        state=state,
        version=1,
        reporter_id=reporter.id,
        area_code=cell.place,
        level=cell.hold.level,
        department=cell.hold.department,
        outside=cell.hold.outside,
        danger=act is Act.ASK_WITHDRAWAL,
        submitted_at=desk.now,
        visit_due_at=desk.now,
        reply_due_at=desk.now,
        accused_id=None if accused is None else accused.id,
        extension_until=desk.now + timedelta(days=3) if asked else None,
    )
    async with desk.work() as work:
        case = await work.cases.add(case)
        if cell.joined:
            await work.helpers.join(Helper(case.id, cell.joined, desk.now, desk.now))
    return case


def states_for(act: Act, capacity: Capacity | None) -> list[State]:
    """Where the act can be done in this capacity; without one, two states in which anybody can do it."""
    able = [state for (state, possible, _) in TABLE if possible is act and state]
    mine = [state for (state, possible, who) in TABLE if possible is act and who is capacity and state]
    return list(dict.fromkeys(mine or able))[:2]


@pytest.mark.parametrize("cell", CELLS, ids=lambda cell: f"{cell.role}-{cell.scope}-{cell.hold.level}")
async def test_each_post_may_do_what_its_cell_says_and_nothing_else(chart: Desk, cell: Cell) -> None:
    person = await chart.person(CHARACTERS[cell.who])
    if cell.gone:
        gone = await chart.official(CHARACTERS[cell.gone])
        async with chart.work() as work:
            await work.staff.revoke(gone.id)

    for act in Act:
        for state in states_for(act, CAPACITY.get((cell.role, cell.scope))):
            case = await case_for(chart, cell, state, act)
            async with chart.work() as work:
                access = await access_case(work, person, case.id, act)

            expected = may(cell.role, act, cell.scope) and (act is Act.VIEW or open_for(case, act))
            assert isinstance(access, Access) == expected, f"{act} in {state}: {access}"


def test_every_cell_that_gives_something_is_walked() -> None:
    walked = {(cell.role, cell.scope) for cell in CELLS}

    # The county office answers for the part of a department that has no desk; it is asked for more than that
    # in every case, and so is the town in the place of a village without a monitor: both are walked below.
    above = {Role.COUNTY_OFFICE, Role.TOWN_DESK}
    assert set(CAPACITY) - walked == {(role, PostRelation.JOINED) for role in above}


@pytest.mark.parametrize(
    "cell",
    [
        Cell(PostRelation.JOINED, "county", AT_VILLAGE, joined=SCHOOL),
        Cell(PostRelation.JOINED, "town", AT_WATER, place="370283122000", joined=VILLAGE_PART),
    ],
    ids=["a department without a desk", "a place without a monitor"],
)
async def test_the_part_of_a_post_that_nobody_holds_is_done_by_whoever_is_above(
    chart: Desk, cell: Cell
) -> None:
    case = await case_for(chart, cell, State.ACCEPTED, Act.HELP)
    person = await chart.person(CHARACTERS[cell.who])

    async with chart.work() as work:
        access = await access_case(work, person, case.id, Act.HELP)

    assert isinstance(access, Access)
    assert access.capacity is Capacity.HELPER


@pytest.mark.parametrize("act", sorted(REPORTERS_ACTS))
async def test_a_reporters_acts_are_theirs_alone(chart: Desk, act: Act) -> None:
    cell = Cell(PostRelation.OWN, "monitor", AT_VILLAGE)
    state = states_for(act, Capacity.REPORTER)[0]
    case = await case_for(chart, cell, state, act)
    reporter, neighbour = await chart.person(RESIDENT), await chart.resident(NEIGHBOUR)

    async with chart.work() as work:
        mine = await access_case(work, reporter, case.id, act)
        theirs = await access_case(work, neighbour, case.id, act)

    assert isinstance(mine, Access)
    assert mine.capacity is Capacity.REPORTER
    assert not isinstance(theirs, Access)


@pytest.mark.parametrize("act", sorted(Act))
async def test_whoever_was_taken_off_the_list_may_do_nothing_from_that_moment(chart: Desk, act: Act) -> None:
    cell = Cell(PostRelation.OWN, "town", AT_TOWN)
    person, staff = await chart.person(CHARACTERS["town"]), await chart.official(CHARACTERS["town"])
    cases = [await case_for(chart, cell, state, act) for state in states_for(act, Capacity.OWNER)]
    async with chart.work() as work:
        await work.staff.revoke(staff.id)

        answers = [await access_case(work, person, case.id, act) for case in cases]

    assert not any(isinstance(answer, Access) for answer in answers)
