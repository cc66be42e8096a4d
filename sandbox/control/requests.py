"""Reading requests to control endpoints."""

import json
from types import UnionType
from typing import Any

from aiohttp import web

from sandbox.errors import ControlError
from sandbox.groups import Group
from sandbox.params import Call, read_call
from sandbox.people import Person
from sandbox.shapes import Json
from sandbox.world import World


def number_in(text: str | None, what: str, default: int | None = None) -> int:
    """A whole number from a path or query; ControlError 400 if it is none."""
    if text is None and default is not None:
        return default
    try:
        return int(text or "")
    except ValueError:
        raise ControlError(400, f"{what} must be a number.") from None


def person_in(world: World, request: web.Request) -> Person:
    """The person whose chat the path names; 404 if there is nobody."""
    return world.people.get(number_in(request.match_info["person_id"], "The person's id"))


def chat_in(world: World, request: web.Request) -> Person | Group:
    """The chat the path names, a group's too; 404 if there is none."""
    number = number_in(request.match_info["person_id"], "The chat's id")
    return world.groups.get(number) if number < 0 else world.people.get(number)


async def body_in(request: web.Request) -> Json:
    """The JSON object of a request, empty if there is none; ControlError 400 if it is something else."""
    try:
        body: Any = json.loads(await request.text() or "{}")
    except ValueError:
        raise ControlError(400, "The body must be JSON.") from None
    if not isinstance(body, dict):
        raise ControlError(400, "The body must be a JSON object.")
    return body


async def form_in(request: web.Request) -> Call:
    """Fields and files of a request, JSON or multipart."""
    try:
        return await read_call(request, "send")
    except ValueError:
        raise ControlError(400, "The body cannot be read.") from None


def wanted(body: Json, name: str, kind: type[Any] | UnionType) -> Any:
    """A required field of the right type; ControlError 400 otherwise."""
    value = body.get(name)
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
        raise ControlError(400, f"{name} is missing or not of the right type.")
    return value
