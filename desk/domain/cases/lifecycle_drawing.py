"""The life of a case as a Mermaid drawing, made from the table so that it cannot be wrong."""

from __future__ import annotations

from desk.domain.cases.case import FINISHED, State
from desk.domain.cases.lifecycle import TABLE


def drawing() -> str:
    """The text of `docs/generated/lifecycle.mmd`: every act that moves a case, and who may do it."""
    arrows: dict[tuple[State | None, State], list[str]] = {}
    for (origin, act, capacity), to in TABLE.items():
        if origin is not to:
            arrows.setdefault((origin, to), []).append(f"{act} ({capacity})")
    lines = [f"    {origin or '[*]'} --> {to}: {', '.join(acts)}" for (origin, to), acts in arrows.items()]
    ends = [f"    {state} --> [*]" for state in State if state in FINISHED]
    return "\n".join(["stateDiagram-v2", *lines, *ends, ""])
