"""The parameters of one call, whichever way they came: query, form, multipart or JSON."""

import json
import re
from dataclasses import dataclass, field
from typing import Any

from aiohttp import BodyPartReader, web

from sandbox.shapes import Json

_INTEGER = re.compile(r"\s*(-?\d+)")
_TRUE = frozenset({"true", "yes", "1"})


@dataclass(frozen=True)
class Upload:
    """A file that came with a request."""

    name: str
    content: bytes
    mime: str = ""


@dataclass(frozen=True)
class Call:
    """A method with its parameters; values are strings from forms, anything from JSON."""

    method: str
    params: Json
    uploads: dict[str, Upload] = field(default_factory=dict)

    def has(self, name: str) -> bool:
        """Whether the parameter was given and is not empty."""
        return self.params.get(name) not in (None, "")

    def text(self, name: str) -> str:
        """The parameter as text, empty if missing."""
        value = self.params.get(name)
        if isinstance(value, str):
            return value
        return "" if value is None else json.dumps(value)

    def integer(self, name: str, default: int = 0) -> int:
        """The parameter as a number; like Telegram, whatever does not start with digits counts as 0."""
        if not self.has(name):
            return default
        found = _INTEGER.match(self.text(name))
        return int(found.group(1)) if found else 0

    def between(self, name: str, default: int, low: int, high: int) -> int:
        """The parameter as a number, moved into its range rather than refused."""
        return max(low, min(high, self.integer(name, default)))

    def real(self, name: str) -> float | None:
        """The parameter as a decimal number, None if it is missing or none."""
        try:
            return float(self.text(name))
        except ValueError:
            return None

    def flag(self, name: str) -> bool:
        """The parameter as yes or no."""
        return self.text(name).lower() in _TRUE

    def decoded(self, name: str) -> Any:
        """The parameter as JSON (forms carry it as text); ValueError if it is none, None if missing."""
        value = self.params.get(name)
        if isinstance(value, str):
            return json.loads(value) if value else None
        return value


async def read_call(request: web.Request, method: str) -> Call:
    """The call of a request; ValueError if its body cannot be read."""
    params: Json = dict(request.query)
    uploads: dict[str, Upload] = {}
    if request.content_type == "application/json":
        body = await request.json() if request.can_read_body else {}
        if not isinstance(body, dict):
            raise ValueError("object expected")
        params.update(body)
    elif request.content_type == "multipart/form-data":
        await _read_multipart(request, params, uploads)
    elif request.can_read_body:
        params.update(await request.post())
    return Call(method, params, uploads)


async def _read_multipart(request: web.Request, params: Json, uploads: dict[str, Upload]) -> None:
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader) or not part.name:
            continue
        content = bytes(await part.read(decode=True))
        if part.filename is None:
            params[part.name] = content.decode()
        else:
            mime = part.headers.get("Content-Type", "application/octet-stream")
            name = part.name if part.name not in uploads else f"{part.name}#{len(uploads)}"
            uploads[name] = Upload(part.filename, content, mime)
