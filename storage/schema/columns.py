"""Column kinds that mean the same on both databases."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Double, ForeignKey, Integer, LargeBinary, MetaData, Text

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)
Number = BigInteger().with_variant(Integer, "sqlite")


def identity() -> Column[int]:
    """A row number that the database gives out."""
    return Column("id", Number, primary_key=True, autoincrement=True)


def number(name: str, *, optional: bool = False) -> Column[int]:
    """A whole number of 64 bits: Telegram's ids need them."""
    return Column(name, Number, nullable=optional)


def text(name: str, *, optional: bool = False) -> Column[str]:
    """A code or a word that is not personal."""
    return Column(name, Text, nullable=optional)


def when(name: str, *, optional: bool = False) -> Column[str]:
    """A moment in UTC, as text that sorts as time does (`storage.engine.named.stored`)."""
    return Column(name, Text, nullable=optional)


def sealed(name: str, *, optional: bool = False) -> Column[bytes]:
    """Personal words, encrypted (`storage.engine.seal`)."""
    return Column(name, LargeBinary, nullable=optional)


def degrees(name: str) -> Column[float]:
    """A latitude or longitude, where there is one."""
    return Column(name, Double, nullable=True)


def link(name: str, target: str, *, optional: bool = False) -> Column[int]:
    """A reference to the `id` of another table."""
    return Column(name, Number, ForeignKey(f"{target}.id"), nullable=optional)
