"""Telephone numbers made comparable."""

from __future__ import annotations

import pytest

from storage.people.phones import comparable


@pytest.mark.parametrize(
    ("written", "compared"),
    [
        ("13800138000", "13800138000"),
        ("+86 138-0013-8000", "13800138000"),
        ("008613800138000", "13800138000"),
        ("１３８００１３８０００", "13800138000"),
        ("0532-88000000", "053288000000"),
        ("+44 20 7946 0000", "442079460000"),
        ("8613", "8613"),
    ],
)
def test_phones_are_compared_by_their_digits(written: str, compared: str) -> None:
    assert comparable(written) == compared
    assert comparable(comparable(written)) == compared
