"""What an operator does while the desk works: look whether it is well, and copy its database."""

from __future__ import annotations

from pathlib import Path

from tests.scenarios.stage import Stage


async def test_a_running_desk_is_found_well_and_is_copied(stage: Stage, dialect: str, tmp_path: Path) -> None:
    async def well() -> bool:
        return stage.command("doctor").returncode == 0  # every tick runs once at the start

    await stage.bot.until(well)
    copied = stage.command("backup", str(tmp_path / "copy.db"))

    if dialect == "sqlite":
        assert copied.returncode == 0, copied.stderr
        stage.settings["BANGFU_DATABASE_URL"] = f"sqlite:///{tmp_path / 'copy.db'}"
        assert stage.command("check").returncode == 0
    else:
        assert "pg_dump" in copied.stderr
