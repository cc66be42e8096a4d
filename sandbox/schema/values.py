"""Whether a JSON value is of one of the Bot API's types."""

from collections.abc import Callable, Iterable
from typing import Any

from sandbox.schema.load import is_object, type_of
from sandbox.shapes import Json

_ARRAY = "Array of "
_PLAIN: dict[str, Callable[[Any], bool]] = {
    "Integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "Float": lambda value: isinstance(value, (int, float)) and not isinstance(value, bool),
    "Boolean": lambda value: isinstance(value, bool),
    "True": lambda value: value is True,
    "String": lambda value: isinstance(value, str),
    "InputFile": lambda value: isinstance(value, str),
}


def problems_of(value: Any, types: Iterable[str], path: str) -> list[str]:
    """What keeps a value from being of any of the types: nothing, or the shortest list of reasons."""
    verdicts = [_against(value, name, path) for name in types]
    return min(verdicts, key=len)


def _against(value: Any, name: str, path: str) -> list[str]:
    if name.startswith(_ARRAY):
        return _elements(value, name.removeprefix(_ARRAY), path)
    if is_object(name):
        return _object(value, name, path)
    return [] if _PLAIN[name](value) else [f"{path}: {value!r:.60} is no {name}"]


def _elements(value: Any, element: str, path: str) -> list[str]:
    if not isinstance(value, list):
        return [f"{path}: {value!r:.60} is no list"]
    return [
        problem
        for place, one in enumerate(value)
        for problem in problems_of(one, [element], f"{path}[{place}]")
    ]


def _object(value: Any, name: str, path: str) -> list[str]:
    if not isinstance(value, dict):
        return [f"{path}: {value!r:.60} is no {name}"]
    described = type_of(name)
    if described.get("subtypes"):
        return _one_of(value, described["subtypes"], path)
    return _fields(value, described["fields"], f"{path}({name})")


def _one_of(value: Json, subtypes: list[str], path: str) -> list[str]:
    """Judged by the subtype whose constants (`type`, `status` …) fit, if there is one."""
    fitting = [name for name in subtypes if _constants_fit(value, name)]
    return problems_of(value, fitting or subtypes, path)


def _constants_fit(value: Json, name: str) -> bool:
    fields = type_of(name).get("fields", {}).items()
    return all(value.get(field) == facts["const"] for field, facts in fields if facts.get("const"))


def _fields(value: Json, fields: Json, path: str) -> list[str]:
    required = (name for name, facts in fields.items() if facts["required"])
    problems = [f"{path}: {name} is missing" for name in required if name not in value]
    problems += [f"{path}: {name} is unknown" for name in value if name not in fields]
    for name in value.keys() & fields.keys():
        constant = fields[name].get("const")
        if constant and value[name] != constant:
            problems.append(f"{path}.{name}: {value[name]!r} is not {constant!r}")
        problems += problems_of(value[name], fields[name]["types"], f"{path}.{name}")
    return problems
