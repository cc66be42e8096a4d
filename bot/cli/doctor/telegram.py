"""What a doctor says of the way to Telegram: whether it answers, and through what it was asked."""

from __future__ import annotations

from time import monotonic
from typing import Final

from bot.cli.doctor.remarks import Remark
from bot.connecting.errors import Lost, Refused
from bot.connecting.proxy import BrokenProxy, way
from bot.connecting.reach import telegram
from bot.settings import Settings

_PATIENCE: Final = 10.0
_HINT: Final = " Where Telegram is blocked, name a proxy in BANGFU_PROXY."


async def look_at_telegram(settings: Settings) -> Remark:
    """Ask Telegram who the bot is, as the desk would."""
    if not settings.live:
        return Remark(fine=True, sentence="BANGFU_BOT_TOKEN is not set: Telegram is not asked.")
    try:
        how = way(settings.proxy_to_telegram)
        return await _asked(settings, how)
    except BrokenProxy as error:
        return Remark(fine=False, sentence=str(error))


async def _asked(settings: Settings, how: str) -> Remark:
    begun = monotonic()
    try:
        async with telegram(settings) as api:
            me = await api.call("getMe", patience=_PATIENCE)
    except Refused as refused:
        return Remark(fine=False, sentence=f"Telegram, asked {how}, {_refusal(refused)}.")
    except Lost as lost:
        hint = _HINT if how == way(None) else ""
        return Remark(fine=False, sentence=f"Telegram cannot be reached {how} ({lost}).{hint}")
    seconds = monotonic() - begun
    return Remark(
        fine=True, sentence=f"Telegram answers {how} in {seconds:.1f} s; the bot is @{me['username']}."
    )


def _refusal(refused: Refused) -> str:
    if refused.code in {401, 404}:
        return "does not know this bot token: check BANGFU_BOT_TOKEN"
    return f"answered {refused.code}"
