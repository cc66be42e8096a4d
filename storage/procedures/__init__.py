"""Procedures of households, from a clue to the decision and after it."""

from storage.engine.rows import Lazy, Rows
from storage.procedures.procedures import ProcedureRows


class ProcedureRoom(Rows):
    """What a unit of work opens here."""

    procedures = Lazy(ProcedureRows)
