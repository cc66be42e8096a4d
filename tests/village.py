"""The cast of every story: one village of Pingdu, its people, and a Monday.

The places are real, the people invented. A test states only what matters to it; the rest is here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from desk.domain.county.areas import Area, Areas, Level
from desk.domain.people.people import Role
from storage.county.areas import import_areas
from storage.engine.database import Connection
from storage.engine.seal import Seal
from storage.staff.staff import NewPost, StaffRows

ZONE = ZoneInfo("Asia/Shanghai")
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=ZONE)
EDITION = "2023"

COUNTY = "370283000000"
TOWN = "370283122000"  # 旧店镇
VILLAGE = "370283122215"  # 九里夼村
NEIGHBOUR_VILLAGE = "370283122381"  # 旧店村, nobody's post but the town's
OTHER_TOWN = "370283119000"  # 店子镇
OTHER_VILLAGE = "370283119267"  # 石桥村

AREAS = Areas(
    EDITION,
    [
        Area(COUNTY, "平度市", Level.COUNTY, None, "市"),
        Area(TOWN, "旧店镇", Level.TOWN, COUNTY, "镇"),
        Area(VILLAGE, "九里夼村村民委员会", Level.VILLAGE, TOWN, "村委会"),
        Area(NEIGHBOUR_VILLAGE, "旧店村村民委员会", Level.VILLAGE, TOWN, "村委会"),
        Area(OTHER_TOWN, "店子镇", Level.TOWN, COUNTY, "镇"),
        Area(OTHER_VILLAGE, "石桥村村民委员会", Level.VILLAGE, OTHER_TOWN, "村委会"),
    ],
)


@dataclass(frozen=True, slots=True)
class Character:
    """Somebody with a phone; `role` and `area` for those who hold a post."""

    user_id: int
    name: str
    phone: str
    role: Role = Role.RESIDENT
    area: str = ""
    language: str = "zh_CN"
    department: str = ""


RESIDENT = Character(1001, "王秀兰", "+8613800001001")
NEIGHBOUR = Character(1002, "李建国", "+8613800001002")
MONITOR = Character(2001, "赵永强", "+8613800002001", Role.VILLAGE_MONITOR, VILLAGE)
TOWN_DESK = Character(3001, "孙丽", "+8613800003001", Role.TOWN_DESK, TOWN)
OTHER_TOWN_DESK = Character(3002, "周涛", "+8613800003002", Role.TOWN_DESK, OTHER_TOWN)
DUTY = Character(4001, "吴敏", "+8613800004001", Role.COUNTY_OFFICE, COUNTY)
COMPLAINTS = Character(5001, "郑洁", "+8613800005001", Role.COMPLAINTS, COUNTY)

# Departments of the county, in posts only where a story appoints them: `desk.appoint(WATER_DESK)`.
MEDICAL_DESK = Character(6001, "何静", "+8613800006001", Role.DEPARTMENT_DESK, COUNTY, department="医保局")
HOUSING_DESK = Character(6002, "钱峰", "+8613800006002", Role.DEPARTMENT_DESK, COUNTY, department="住建局")
WATER_DESK = Character(6003, "刘洋", "+8613800006003", Role.DEPARTMENT_DESK, COUNTY, department="水利局")
SCHOOL_DESK = Character(6004, "冯雪", "+8613800006004", Role.DEPARTMENT_DESK, COUNTY, department="教育局")

# Leaders, who look on and press: `desk.appoint(TOWN_LEADER)`.
TOWN_LEADER = Character(7001, "高建军", "+8613800007001", Role.LEADER, TOWN)
COUNTY_LEADER = Character(7002, "林志远", "+8613800007002", Role.LEADER, COUNTY)
# Calls residents back; in post only where a story appoints her.
INSPECTOR = Character(7003, "林霞", "+8613800007003", Role.INSPECTOR, COUNTY)

RESIDENTS = (RESIDENT, NEIGHBOUR)
OFFICIALS = (MONITOR, TOWN_DESK, OTHER_TOWN_DESK, DUTY, COMPLAINTS)
CAST = (*RESIDENTS, *OFFICIALS)


async def settle_village(connection: Connection, seal: Seal, now: datetime = MONDAY) -> dict[str, int]:
    """Enter areas, staff and posts; nobody has joined yet. Returns the staff ids by name."""
    await import_areas(connection, AREAS)
    staff = StaffRows(connection, seal, now)
    ids = {}
    for official in OFFICIALS:
        ids[official.name] = await staff.add(official.name, official.phone)
        await staff.add_post(NewPost(official.role, official.area, ids[official.name]))
    return ids


def as_cast(characters: tuple[Character, ...] = CAST) -> list[dict[str, object]]:
    """These people for the sandbox."""
    return [
        {
            "id": one.user_id,
            "first_name": one.name,
            "phone": one.phone,
            "language_code": "en" if one.language == "en" else "zh-hans",
            "group": one.role.value,
            "started": one.role is not Role.RESIDENT,
        }
        for one in characters
    ]


DOUBTFUL = "娘不说话了"  # it may be danger, and may not
