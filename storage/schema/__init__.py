"""The schema, declared once for both databases; migrations are made from it."""

from storage.schema import casework, mail, people
from storage.schema.columns import metadata

__all__ = ["casework", "mail", "metadata", "people"]
