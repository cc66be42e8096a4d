"""What tells who somebody is stands in their own words more often than they know."""

from __future__ import annotations

import pytest

from desk.domain.reports.own_traces import traces_in
from tests.deskside import rules


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("村长把低保给了他侄子，俺是李桂花。", ["李桂花"]),
        ("我叫王秀兰，住村东头", ["王秀兰"]),
        ("人叫俺老栓子，谁都认得", ["老栓子"]),
        ("电话13800002001，别打", ["13800002001"]),
        ("身份证370283195001011234", ["370283195001011234"]),
        ("我是低保户，他不给办", []),
        ("俺是村里的老党员，看不下去", []),
        ("我是外地人", []),
        ("他收了俺五百块钱", []),
    ],
)
def test_names_and_numbers_are_found_and_nothing_else(text: str, found: list[str]) -> None:
    assert traces_in(text, (), rules().asking.own_traces) == found


def test_the_name_that_the_desk_knows_is_found_wherever_it_stands() -> None:
    told = "去年冬天王秀兰家没分到棉被"

    assert traces_in(told, ["王秀兰", "李"], rules().asking.own_traces) == ["王秀兰"]
