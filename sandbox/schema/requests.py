"""Requests of a bot, held against the schema; forms carry everything as text."""

import json
import re
from collections.abc import Collection
from typing import Any

from sandbox.schema.load import is_object, method_of
from sandbox.schema.values import problems_of
from sandbox.shapes import Json, utf16_length

_ATTACHED = re.compile(r"attach://([\w.-]+)")
_WORDS = {"true": True, "True": True, "1": True, "false": False, "False": False, "0": False}
# Older names that the server still takes.
_FORMER = {"reply_to_message_id", "allow_sending_without_reply", "disable_web_page_preview", "thumb"}


def problems_of_request(method: str, params: Json, files: Collection[str] = ()) -> list[str]:
    """What is wrong with a call: `params` as sent, `files` the names of the parts that are files."""
    described = method_of(method)
    if described is None:
        return [f"{method}: there is no such method"]
    fields: Json = described["fields"]
    missing = [name for name, facts in fields.items() if facts["required"]]
    problems = [f"{name}: is missing" for name in missing if name not in params and name not in files]
    problems += [f"{name}: is unknown" for name in params if name not in fields and name not in _FORMER]
    for name in params.keys() & fields.keys():
        problems += _of_parameter(name, params, fields[name])
    return problems + _of_files(params, files, fields)


def _of_parameter(name: str, params: Json, facts: Json) -> list[str]:
    value = _decoded(params[name], facts["types"])
    problems = problems_of(value, facts["types"], name)
    length = facts.get("len")
    measured_later = length and length.get("after_entities") and params.get("parse_mode")
    if length and isinstance(value, str) and not measured_later:
        units = len(value.encode()) if length["unit"] == "bytes" else utf16_length(value)
        if not length["min"] <= units <= length["max"]:
            problems.append(f"{name}: {units} {length['unit']} are not {length['min']}-{length['max']}")
    return problems


def _of_files(params: Json, files: Collection[str], fields: Json) -> list[str]:
    named = set(_ATTACHED.findall(json.dumps(params)))
    problems = [f"{name}: no such file part" for name in named if name not in files]
    return problems + [
        f"{name}: nothing refers to this file" for name in files if name not in named | fields.keys()
    ]


def _decoded(value: Any, types: list[str]) -> Any:
    """A parameter of a form as the value its types let it mean."""
    if not isinstance(value, str):
        return value
    for name in types:
        meant = _meant(value, name)
        if meant is not None:
            return meant
    return value


def _meant(value: str, name: str) -> Any:
    if name in ("Boolean", "True"):
        return _WORDS.get(value)
    if name == "Integer":
        return int(value) if re.fullmatch(r"-?\d+", value) else None
    if name == "Float" or name.startswith("Array of ") or is_object(name):
        try:
            return json.loads(value)
        except ValueError:
            return None
    return None
