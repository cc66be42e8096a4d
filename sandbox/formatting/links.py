"""Links in text: which are links at all, and how Telegram writes them down."""

import re

from sandbox.shapes import Json

_USER = re.compile(r"tg://(?:user|openmessage)\?(?:id|user_id)=(\d+)$", re.IGNORECASE)
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*)://", re.IGNORECASE)
_HOST = re.compile(r"(?:[\w-]+\.)+[\w-]{2,}|\d{1,3}(?:\.\d{1,3}){3}|localhost")
_SCHEMES = frozenset({"http", "https", "ftp", "tg", "ton", "tonsite"})


def link_entity(url: str, place: Json) -> Json | None:
    """The entity of a link: `text_link`, `text_mention` of a person by id, or None if it is no link."""
    user = _USER.match(url)
    if user:
        named: Json = {"id": int(user.group(1)), "is_bot": False, "first_name": ""}
        return {"type": "text_mention", **place, "user": named}
    checked = checked_link(url)
    return {"type": "text_link", **place, "url": checked} if checked else None


def checked_link(url: str) -> str:
    """The link with scheme and path as Telegram stores it, empty if it is none."""
    url = url.strip()
    scheme = _SCHEME.match(url)
    if scheme and scheme.group(1).lower() not in _SCHEMES:
        return ""
    if scheme and scheme.group(1).lower() in ("tg", "ton"):
        return url
    full = url if scheme else "http://" + url
    host, slash, _ = full.partition("://")[2].partition("/")
    if not _HOST.fullmatch(host.rpartition("@")[2].partition(":")[0].partition("?")[0]):
        return ""
    return full if slash or "?" in full else full + "/"
