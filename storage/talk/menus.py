"""Which commands Telegram was told to offer in which chat, so that it is told again only when they change."""

from __future__ import annotations

from collections.abc import Mapping

from storage.engine.database import Connection

SQL_SHOWN = "SELECT chat_id, commands FROM command_menus"
SQL_KEEP = """
INSERT INTO command_menus (chat_id, commands) VALUES (:chat_id, :commands)
ON CONFLICT (chat_id) DO UPDATE SET commands = excluded.commands
"""
SQL_FORGET = "DELETE FROM command_menus WHERE chat_id = :chat_id"


async def menus_shown(connection: Connection) -> Mapping[int, str]:
    """The commands by chat, with a space between them."""
    return {row["chat_id"]: row["commands"] for row in await connection.fetch_all(SQL_SHOWN)}


async def keep_menu(connection: Connection, chat_id: int, commands: str) -> None:
    """Telegram offers these from now on."""
    await connection.execute(SQL_KEEP, {"chat_id": chat_id, "commands": commands})


async def forget_menu(connection: Connection, chat_id: int) -> None:
    """The chat has the common ones again."""
    await connection.execute(SQL_FORGET, {"chat_id": chat_id})
