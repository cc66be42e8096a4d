"""Answers of the Bot API and updates, held against the schema."""

from typing import Any

from sandbox.schema.load import method_of
from sandbox.schema.values import problems_of
from sandbox.shapes import Json

_SUCCESS = {"ok", "result", "description"}
_FAILURE = {"ok", "error_code", "description", "parameters"}


def problems_of_answer(method: str, body: Any) -> list[str]:
    """What is wrong with an answer to `method`; empty if nothing is."""
    if not isinstance(body, dict) or not isinstance(body.get("ok"), bool):
        return ["answer: no object with ok"]
    allowed = _SUCCESS if body["ok"] else _FAILURE
    problems = [f"answer: {name} is unknown" for name in body if name not in allowed]
    return problems + (_of_result(method, body) if body["ok"] else _of_failure(body))


def problems_of_update(update: Any) -> list[str]:
    """What is wrong with an update; empty if nothing is."""
    problems = problems_of(update, ["Update"], "update")
    if isinstance(update, dict) and len(update) != 2:
        problems.append("update: holds not exactly one thing beside its update_id")
    return problems


def _of_result(method: str, body: Json) -> list[str]:
    described = method_of(method)
    if described is None:
        return [f"answer: there is no method {method}"]
    return problems_of(body.get("result"), described["returns"], "result")


def _of_failure(body: Json) -> list[str]:
    problems = problems_of(body.get("error_code"), ["Integer"], "error_code")
    problems += problems_of(body.get("description"), ["String"], "description")
    if "parameters" in body:
        problems += problems_of(body["parameters"], ["ResponseParameters"], "parameters")
    return problems
