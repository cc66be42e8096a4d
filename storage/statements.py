"""Assembling statements from constants, once, at import.

A statement is a public module constant: a text is for both databases, a mapping holds one text for each
dialect it is for. A test of the house prepares every one of them on its databases.
"""

from __future__ import annotations


def filled(template: str, **parts: str) -> str:
    """The template with `{name}` replaced by each named part; other braces stay."""
    for name, part in parts.items():
        template = template.replace(f"{{{name}}}", part)
    return template
