"""Serving the chat page: GET / and /static/*."""

from pathlib import Path

from aiohttp import web

from sandbox.errors import ControlError

_PAGE = Path(__file__).parent / "page"


def add_page(app: web.Application) -> None:
    """Register the routes of the page's files."""
    app.router.add_get("/", _index)
    app.router.add_get("/static/{path:.+}", _static)


async def _index(_request: web.Request) -> web.FileResponse:
    return _served(_PAGE / "index.html")


async def _static(request: web.Request) -> web.FileResponse:
    return _served((_PAGE / request.match_info["path"]).resolve())


def _served(path: Path) -> web.FileResponse:
    if not path.is_relative_to(_PAGE) or not path.is_file():
        raise ControlError(404, "There is no such file.")
    return web.FileResponse(path, headers={"Cache-Control": "no-cache"})
