"""Names taken apart, sounds and slips."""

import pytest

from places.costs import ALIKE_LOOK, NEAR_SOUND, SAME, SAME_SOUND, UNRELATED, cost
from places.misspelt import are_slips
from places.names import VillageName, county_roots, town_roots, typed, village_name


@pytest.mark.parametrize(
    ("official", "root", "said", "kind"),
    [
        ("九里夼村村民委员会", "九里夼", "九里夼村", "村"),
        ("南岗村子委会", "南岗", "南岗村", "村"),
        ("阎家村民委员会", "阎家", "阎家村", "村"),
        ("陈家村村委会", "陈家", "陈家村", "村"),
        ("明村村村民委员会", "明村", "明村", "村"),
        ("朱村村民委员会", "朱村", "朱村", "村"),
        ("新村村委会", "新村", "新村", "村"),
        ("锦州路社区居委会", "锦州路", "锦州路社区", "社区"),
        ("东宁园社区居民委员会", "东宁园", "东宁园社区", "社区"),
        ("天柱街居委会", "天柱街", "天柱街居委会", "社区"),
        ("保民农场虚拟生活区", "保民农场", "保民农场虚拟生活区", ""),
        ("村", "村", "村", ""),
    ],
)
def test_a_village_name_falls_into_root_and_ending(official: str, root: str, said: str, kind: str) -> None:
    assert village_name(official) == VillageName(root, said, kind)


@pytest.mark.parametrize(
    ("official", "roots"),
    [
        ("旧店镇", ("旧店",)),
        ("德顺蒙古族乡", ("德顺蒙古族", "德顺")),
        ("（白城市生态新区）官银号街道", ("官银号", "白城市生态新区官银号")),
        ("平度经济开发区", ("平度经济开发区", "经济开发区", "开发区")),
        ("烧锅镇乡", ("烧锅镇",)),
    ],
)
def test_a_town_has_its_short_forms(official: str, roots: tuple[str, ...]) -> None:
    assert town_roots(official) == roots


def test_a_county_is_known_with_and_without_its_ending() -> None:
    assert county_roots("平度市") == ("平度市", "平度")
    assert county_roots("科尔沁左翼自治县")[-1] == "科尔沁左翼"


def test_a_message_is_read_in_one_width_without_spaces() -> None:
    assert typed(" 旧店镇　九里夼村,２组!! ") == "旧店镇九里夼村,二组,"


def test_a_slip_costs_more_the_less_it_is_alike() -> None:
    # given / when
    costs = [cost("夼", "夼"), cost("况", "夼"), cost("己", "巳"), cost("宁", "林"), cost("报", "港")]
    # then
    assert costs == [SAME, SAME_SOUND, ALIKE_LOOK, NEAR_SOUND, UNRELATED]


@pytest.mark.parametrize(
    ("written", "meant"), [("罗", "诺"), ("胡", "福"), ("主", "组"), ("新", "星"), ("三", "山")]
)
def test_sounds_that_dialects_blur_are_near(written: str, meant: str) -> None:
    assert cost(written, meant) <= NEAR_SOUND


@pytest.mark.parametrize(
    ("written", "meant", "slip"),
    [("九里框", "九里夼", True), ("北庄", "南庄", False), ("李家庄", "王家庄", False),
     ("沽河二", "沽河一", False),
     ("许家", "徐家", False), ("家庄", "东家庄", False), ("九夼", "九里夼", False), ("冰涧", "冰石涧", False),
     ("莲花埸", "莲花场", True)],
)  # fmt: skip
def test_what_tells_neighbours_apart_is_no_slip(written: str, meant: str, slip: bool) -> None:
    assert are_slips(written, meant, frozenset("东西南北李王家庄")) is slip
