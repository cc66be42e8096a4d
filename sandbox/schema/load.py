"""The schema file as dictionaries."""

import json
from functools import cache
from pathlib import Path

from sandbox.shapes import Json

_FILE = Path(__file__).parent / "botapi-10.3.json"


@cache
def _schema() -> Json:
    loaded: Json = json.loads(_FILE.read_text(encoding="utf-8"))
    return loaded


@cache
def _methods_by_lower() -> dict[str, Json]:
    return {name.lower(): method for name, method in _schema()["methods"].items()}


def method_of(name: str) -> Json | None:
    """Fields and result types of a method, whatever the case of its name; None if there is none."""
    return _methods_by_lower().get(name.lower())


def type_of(name: str) -> Json:
    """Fields or subtypes of a type; KeyError if there is none."""
    found: Json = _schema()["types"][name]
    return found


def is_object(name: str) -> bool:
    """Whether a type is an object of the Bot API rather than a plain value."""
    return name in _schema()["types"]
