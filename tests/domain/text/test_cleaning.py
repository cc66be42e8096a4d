"""One form for what tables and people write: digits, names, and marks that nobody sees."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.domain.county.phones import phone_in
from desk.domain.deadlines.days import day_in
from desk.domain.households.id_numbers import id_number_in
from desk.domain.text.cleaning import cleaned, cleaned_name


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("\u202d13800001001\u202c", "13800001001"),
        ("\u200bH3\u200b", "H3"),
        ("１３８００００１００１", "13800001001"),
        ("٣٧٠٢٨٣", "370283"),
        ("'370283", "370283"),
        ('="370283"', "370283"),
        ("=370283", "370283"),
        ("`370283", "370283"),
        ("’370283", "370283"),
        ("\t370283 ", "370283"),
        ("\ufeff户编号", "户编号"),
        ("\u00a0王\u3000", "王"),
        ("村东头\r\n第三家", "村东头\n第三家"),
        ("村东头（老屋），有狗！", "村东头（老屋），有狗！"),
        ("‘老王’家", "‘老王’家"),
        ("村东头第３家", "村东头第3家"),
        ("\u3164", ""),
        ("葛\U000e0100", "葛"),
    ],
)
def test_what_nobody_sees_and_marks_of_text_are_taken_away(written: str, meant: str) -> None:
    assert cleaned(written) == meant


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("王　芳", "王芳"),
        ("阿卜杜拉•买买提", "阿卜杜拉·买买提"),
        ("阿卜杜拉.买买提", "阿卜杜拉·买买提"),
        ("阿卜杜拉 ・ 买买提", "阿卜杜拉·买买提"),
        ("Abdulla Memet", "Abdulla Memet"),
        ("J. Smith", "J. Smith"),
    ],
)
def test_a_name_is_one_however_its_spaces_and_dots_are_typed(written: str, meant: str) -> None:
    assert cleaned_name(written) == meant


def test_numbers_typed_in_the_chat_are_read_whatever_marks_they_carry() -> None:
    assert phone_in("\u202d137 0000 0003\u202c") == "13700000003"
    assert phone_in("１３７－００００－０００３") == "13700000003"
    assert phone_in("+86 137‑0000‑0003") == "13700000003"
    assert id_number_in("\u202d370283 19610308 006Ｘ\u202c") == "37028319610308006X"
    assert day_in("\u200e１２月５日", date(2026, 11, 30)) == date(2026, 12, 5)


@given(st.text())
def test_whatever_was_typed_can_be_kept_and_has_no_blanks_at_its_ends(text: str) -> None:
    for once in (cleaned(text), cleaned_name(text)):
        assert once.encode().decode() == once
        assert once == once.strip()
