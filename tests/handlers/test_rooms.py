"""Rooms say what they offer; what is offered twice, or half, is refused before anything runs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import handlers
from desk.domain.cases.case import Act
from desk.domain.danger.mutes import MUTE
from handlers.free_words import FREE_WORDS, in_order
from handlers.rooms import HOUSE, ROOMS
from handlers.talk import buttons
from handlers.talk.buttons import read_button
from handlers.talk.registry import Misregistered, by_name, merged, together
from handlers.talk.turn import Handler, Recogniser, Room, Turn


async def does_nothing(_turn: Turn, *_more: Any) -> None:
    return


async def ends(*_anything: Any) -> Any:
    return None


async def elsewhere(_turn: Turn, *_more: Any) -> None:
    return


def reads(parts: Sequence[str]) -> Handler:
    if parts != ["1"]:
        raise ValueError(parts)
    return does_nothing


def reads_elsewhere(parts: Sequence[str]) -> Handler:
    [] = parts
    return elsewhere


@pytest.mark.parametrize(
    ("offer", "sentence"),
    [
        ({"commands": {"today": does_nothing}}, "commands: 'today' is offered twice, by left and by right"),
        ({"buttons": {"k": reads}}, "buttons: 'k' is offered twice, by left and by right"),
        ({"menu": {"mine": does_nothing}}, "menu: 'mine' is offered twice, by left and by right"),
        ({"forms": by_name(MUTE)}, "forms: 'mute' is offered twice, by left and by right"),
        ({"endings": {"mute": ends}}, "endings: 'mute' is offered twice, by left and by right"),
        (
            {"free_words": {"visit": Recogniser(does_nothing, does_nothing)}},
            "free_words: 'visit' is offered twice, by left and by right",
        ),
    ],
)
def test_what_two_rooms_offer_is_refused_in_one_sentence(offer: dict[str, Any], sentence: str) -> None:
    with pytest.raises(Misregistered) as refused:
        together([Room(name="left", **offer), Room(name="right", **offer)])

    assert str(refused.value) == sentence


def test_what_two_files_of_one_room_offer_is_refused_as_well() -> None:
    with pytest.raises(Misregistered, match="'k' is offered twice"):
        merged({"k": reads}, {"c": reads}, {"k": reads})
    with pytest.raises(Misregistered, match="'mute' is offered twice"):
        by_name(MUTE, replace(MUTE, steps=MUTE.steps[:1]))


def test_a_form_that_leads_nowhere_is_refused_and_so_is_what_no_form_leads_to() -> None:
    with pytest.raises(Misregistered, match="the form 'mute' has no ending"):
        together([Room(name="danger", forms=by_name(MUTE))])
    with pytest.raises(Misregistered, match="there is an ending of 'mute', and no such form"):
        together([Room(name="danger", endings={MUTE.name: ends})])
    with pytest.raises(Misregistered, match="leavings: there is no step 'why' in the form 'mute'"):
        together(
            [
                Room(
                    name="danger",
                    forms=by_name(MUTE),
                    endings={MUTE.name: ends},
                    leavings={(MUTE.name, "why"): ends},
                )
            ]
        )


def test_an_act_on_a_card_is_done_at_once_or_by_a_form() -> None:
    muting: dict[str, Any] = {"forms": by_name(MUTE), "endings": {MUTE.name: ends}}
    with pytest.raises(Misregistered, match="the act 'accept' is done at once, and has a form as well"):
        together([Room(name="left", acts={Act.ACCEPT: ends}, act_forms={Act.ACCEPT: MUTE}, **muting)])
    with pytest.raises(Misregistered, match="the act 'accept' has no form to begin"):
        together([Room(name="left", act_facts={Act.ACCEPT: ends})])


def test_the_forms_of_acts_are_forms_of_the_house() -> None:
    assert {form.name for form in HOUSE.act_forms.values()} <= HOUSE.forms.keys()


def test_what_may_be_heard_and_the_order_in_which_it_is_asked_fit() -> None:
    offered = {row.name: Recogniser(does_nothing, does_nothing) for row in FREE_WORDS}

    assert in_order(Room(name="house", free_words=offered)).free_words == offered
    with pytest.raises(Misregistered, match="nothing listens for 'visit'"):
        in_order(Room(name="house", free_words={k: v for k, v in offered.items() if k != "visit"}))
    with pytest.raises(Misregistered, match="'weather' stands in no row"):
        in_order(Room(name="house", free_words={**offered, "weather": offered["visit"]}))


def test_a_room_may_own_one_verb_of_a_family_that_is_anothers() -> None:
    readers = {"m": reads, "m:overdue": reads_elsewhere}

    assert read_button("m:1", readers) is does_nothing
    assert read_button("m:overdue", readers) is elsewhere
    for code in ("m", "m:2", "m:overdue:1", "n:1", "", "m:１"):
        with pytest.raises(ValueError, match=r".*"):
            read_button(code, readers)


def test_every_family_of_buttons_is_named_where_codes_are_read() -> None:
    named = re.findall(r"`([a-z])`", str(buttons.__doc__))

    assert sorted(named) == sorted({code[0] for code in HOUSE.buttons})


def test_every_folder_of_handlers_is_a_room_of_the_house() -> None:
    folder = Path(handlers.__file__).parent
    rooms = sorted(path.parent.name for path in folder.glob("*/__init__.py"))

    assert sorted(room.name for room in ROOMS) == rooms
    assert {path.name for path in folder.glob("*.py")} == {
        "__init__.py",
        "free_words.py",
        "rooms.py",
        "router.py",
    }


def test_whatever_a_menu_offers_does_something() -> None:
    assert {"report", "ask", "mine", "more", "today", "patrol", "desk"} == set(HOUSE.menu)
    assert {"start", "help", "cancel"} <= set(HOUSE.commands)
