"""Procedures of households, from a clue to the decision and after it."""
