"""Rooms put together to one house. What is offered twice, or half, is refused before anything runs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from typing import Any, TypeVar

from desk.domain.talk.forms import Form
from handlers.talk.turn import Room

Key = TypeVar("Key")
Thing = TypeVar("Thing")


class Misregistered(ValueError):
    """Two rooms, or two files of one, offer the same; or a form has no ending."""


def merged(*tables: Mapping[Key, Thing]) -> Mapping[Key, Thing]:
    """Some tables of one room as one. Raises Misregistered for what stands in two of them."""
    return _once("a room", ((key, thing, "") for table in tables for key, thing in table.items()))


def by_name(*forms: Form) -> Mapping[str, Form]:
    """Forms as the table of a room. Raises Misregistered for a name that two of them have."""
    return _once("forms", ((form.name, form, "") for form in forms))


def together(rooms: Sequence[Room]) -> Room:
    """The house: everything that its rooms offer. Raises Misregistered."""
    tables: dict[str, Any] = {
        one.name: _once(one.name, _offered(one.name, rooms)) for one in fields(Room) if one.name != "name"
    }
    house = Room(name="house", **tables)
    _require_whole(house)
    return house


def _offered(table: str, rooms: Sequence[Room]) -> Iterable[tuple[Any, Any, str]]:
    return ((key, thing, room.name) for room in rooms for key, thing in getattr(room, table).items())


def _once(table: str, offered: Iterable[tuple[Key, Thing, str]]) -> Mapping[Key, Thing]:
    found: dict[Key, tuple[Thing, str]] = {}
    for key, thing, room in offered:
        if key in found:
            by = f", by {found[key][1]} and by {room}" if room else ""
            raise Misregistered(f"{table}: {key!r} is offered twice{by}")
        found[key] = thing, room
    return {key: thing for key, (thing, _) in found.items()}


def _require_whole(house: Room) -> None:
    for name in house.forms.keys() ^ house.endings.keys():
        ended = f"there is an ending of {name!r}, and no such form"
        raise Misregistered(f"the form {name!r} has no ending" if name in house.forms else ended)
    for act in house.acts.keys() & house.act_forms.keys():
        raise Misregistered(f"the act {act.value!r} is done at once, and has a form as well")
    for act in house.act_facts.keys() - house.act_forms.keys():
        raise Misregistered(f"the act {act.value!r} has no form to begin")
    steps = {(form.name, step.name) for form in house.forms.values() for step in form.steps}
    for table in ("leavings", "asking", "answered", "beside"):
        for form, step in getattr(house, table).keys() - steps:
            raise Misregistered(f"{table}: there is no step {step!r} in the form {form!r}")
