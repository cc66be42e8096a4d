"""sendLocation, sendVenue, editMessageLiveLocation, stopMessageLiveLocation."""

from sandbox.errors import bad_request
from sandbox.messages import Record
from sandbox.methods.editing import access_editable, keep_edit
from sandbox.methods.sending import send_content
from sandbox.params import Call
from sandbox.shapes import Json
from sandbox.updates.delivery import read_envelope
from sandbox.world import World

FOR_EVER = 0x7FFFFFFF  # a live period without an end
_PERIODS = range(60, 86_401)


def send_location(world: World, call: Call) -> Json:
    """Send a place; with a live period it may be moved for so many seconds."""
    location = _place(call)
    period = call.integer("live_period")
    if period and period not in _PERIODS and period != FOR_EVER:
        raise bad_request("wrong live location period specified")
    if period:
        location["live_period"] = period
    return send_content(world, read_envelope(world, call), {"location": location})


def send_venue(world: World, call: Call) -> Json:
    """Send a place with a name; it carries its location twice, as Telegram's own does."""
    location = _place(call)
    if not call.has("title"):
        raise bad_request("venue title must be non-empty")
    venue = {"location": location, "title": call.text("title"), "address": call.text("address")}
    return send_content(world, read_envelope(world, call), {"location": location, "venue": venue})


def edit_message_live_location(world: World, call: Call) -> Json:
    """Move a place while it lives."""
    place = _place(call)
    record = _living(world, call)
    old = record.body["location"]
    return keep_edit(world, record, {**record.body, "location": {**old, **place}}, call)


def stop_message_live_location(world: World, call: Call) -> Json:
    """Let a place stay where it is."""
    record = _living(world, call)
    still = {name: value for name, value in record.body["location"].items() if name != "live_period"}
    return keep_edit(world, record, {**record.body, "location": still}, call)


def _living(world: World, call: Call) -> Record:
    record = access_editable(world, call)
    if "location" not in record.body or "venue" in record.body:
        raise bad_request("there is no live location in the message to edit")
    if is_over(record.body, world.now()):
        raise bad_request("message can't be edited")
    return record


def is_over(message: Json, now: int) -> bool:
    """Whether the place of a message cannot move any more."""
    period = message["location"].get("live_period", 0)
    return bool(period != FOR_EVER and message["date"] + period <= now)


def _place(call: Call) -> Json:
    latitude, longitude = call.real("latitude"), call.real("longitude")
    if latitude is None or longitude is None or abs(latitude) > 90 or abs(longitude) > 180:
        raise bad_request("wrong latitude or longitude specified")
    location: Json = {"latitude": latitude, "longitude": longitude}
    accuracy = call.real("horizontal_accuracy")
    if accuracy:
        location["horizontal_accuracy"] = accuracy
    return location
