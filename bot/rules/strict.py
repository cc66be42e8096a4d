"""What every part of a rules file is made of."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Strict(BaseModel):
    """A table that knows its keys and never changes once it is read: a slip of the pen is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)
