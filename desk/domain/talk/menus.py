"""The large buttons that everybody has under the message field."""

from __future__ import annotations

from desk.domain.talk.messages import Button, Rows

RESIDENT_MENU: Rows = (
    (Button("menu.button.report"), Button("menu.button.ask")),
    (Button("menu.button.mine"), Button("menu.button.more")),
)
