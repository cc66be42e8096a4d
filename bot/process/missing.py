"""A library that is not there, said in one sentence; the standard library is all that is needed for it."""

from __future__ import annotations

from typing import Final

_OURS: Final = ("bot", "desk", "handlers", "hearing", "places", "policy", "sandbox", "schedules", "storage")


def missing_library(error: BaseException) -> str:
    """Which library cannot be loaded and what to do, if that is the error or its cause; else nothing."""
    cause = error if isinstance(error, ImportError) else error.__cause__
    if not isinstance(cause, ImportError):
        return ""
    name = (cause.name or "").partition(".")[0]
    if name in _OURS:
        return ""  # a mistake of ours
    what = f"The library {name} is missing or broken" if name else str(cause).rstrip(".")
    return f"{what}: run `make run` in the project's folder, or install Bangfu anew with all it needs."
