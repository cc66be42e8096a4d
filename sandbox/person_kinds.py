"""The rarer things that people send: places with a name, polls, checklists, dice, stories, games."""

from collections.abc import Callable
from typing import Any

from sandbox.errors import ControlError
from sandbox.media.samples import sample_upload
from sandbox.media.taking import Told, media_of, take
from sandbox.params import Call
from sandbox.people import Person
from sandbox.shapes import Json
from sandbox.world import World

Maker = Callable[[World, Person, Call], Json]
_DICE_SIDES = {"🎲": 6, "🎯": 6, "🎳": 6, "🏀": 5, "⚽": 5, "🎰": 64}


def place(call: Call) -> Json:
    """A place, one that moves if it says for how many seconds."""
    latitude, longitude = call.real("latitude"), call.real("longitude")
    if latitude is None or longitude is None:
        raise ControlError(400, "A location has latitude and longitude.")
    location: Json = {"latitude": latitude, "longitude": longitude}
    period = call.integer("live_period")
    return {**location, "live_period": period} if period else location


def _location(_world: World, _person: Person, call: Call) -> Json:
    return {"location": place(call)}


def _venue(_world: World, _person: Person, call: Call) -> Json:
    location = place(call)
    venue = {"location": location, "title": call.text("title"), "address": call.text("address")}
    return {"location": location, "venue": venue}


def _contact(_world: World, person: Person, call: Call) -> Json:
    if not call.flag("own"):
        if not call.has("phone_number"):
            raise ControlError(400, "A contact has phone_number and first_name, or own.")
        names = ("phone_number", "first_name", "last_name", "vcard")
        given = {name: call.text(name) for name in names if call.has(name)}
        return {"contact": {"first_name": "", **given}}
    if not person.phone:
        raise ControlError(400, f"{person.first_name} has no phone number.")
    # Telegram gives the number without the plus more often than with it; bots must cope with both.
    own = {"phone_number": person.phone, "first_name": person.first_name, "user_id": person.id}
    return {"contact": {**own, "last_name": person.last_name} if person.last_name else own}


def _poll(world: World, _person: Person, call: Call) -> Json:
    number = world.counters.next("poll")
    options = [
        {"persistent_id": str(at), "text": text, "voter_count": 0}
        for at, text in enumerate(_texts(call, "options"))
    ]
    flags = {"is_closed": False, "is_anonymous": True, "allows_multiple_answers": False}
    return {
        "poll": {
            "id": str(10**18 + number),
            "question": call.text("question"),
            "options": options,
            "total_voter_count": 0,
            "type": "regular",
            "allows_revoting": True,
            "members_only": False,
            **flags,
        }
    }


def _checklist(_world: World, _person: Person, call: Call) -> Json:
    tasks = [{"id": at, "text": text} for at, text in enumerate(_texts(call, "tasks"), start=1)]
    return {"checklist": {"title": call.text("title"), "tasks": tasks}}


def _dice(world: World, _person: Person, call: Call) -> Json:
    emoji = call.text("emoji") or "🎲"
    return {"dice": {"emoji": emoji, "value": 1 + world.counters.next("dice") % _DICE_SIDES.get(emoji, 6)}}


def _story(world: World, person: Person, _call: Call) -> Json:
    return {"story": {"chat": person.as_chat(), "id": world.counters.next("story")}}


def _game(world: World, _person: Person, call: Call) -> Json:
    picture = take(world.files, "photo", sample_upload("photo", 1, 0), Told())
    title = call.text("title") or "Game"
    return {"game": {"title": title, "description": title, "photo": media_of(world.files, picture)}}


def _texts(call: Call, name: str) -> list[str]:
    try:
        given: Any = call.decoded(name)
    except ValueError:
        given = None
    if not isinstance(given, list) or not given:
        raise ControlError(400, f"{name} is a list of texts.")
    return [str(one) for one in given]


MAKERS: dict[str, Maker] = {
    "location": _location,
    "venue": _venue,
    "contact": _contact,
    "poll": _poll,
    "checklist": _checklist,
    "dice": _dice,
    "story": _story,
    "game": _game,
}
"""How each kind without a file is made."""
