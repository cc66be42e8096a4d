"""`bangfu place`: one text, or a file of them, answered as JSON. Plain functions for the command line.

run_place(PlaceRequest(text="..."), sys.stdout, sys.stderr) -> exit code
"""

import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from desk.domain.text.encodings import UnreadableText, decoded
from places.areas import (
    DEMO_ALIASES,
    DEMO_AREAS,
    UnknownCounty,
    UnreadableAreas,
    choose_county,
    of_county,
    read_aliases,
    read_areas,
)
from places.decide import Decision
from places.gazetteer import Gazetteer
from places.recognise import Recognition, recognise

_COUNTY_CODE_LENGTH = 12


@dataclass(frozen=True, slots=True)
class PlaceRequest:
    """What the command line asked for: a text or a batch file, and the county if it is not the demo's.

    Without `areas` the demo county answers, with its old names.
    """

    text: str | None = None
    batch: Path | None = None
    county: str | None = None
    areas: Path | None = None
    aliases: Path | None = None


class BadLine(Exception):
    """A line of a batch cannot be understood; the text says why."""


def load_gazetteer(request: PlaceRequest) -> Gazetteer:
    """The county that the request names; raises `UnreadableAreas` or `UnknownCounty`."""
    areas = read_areas(request.areas or DEMO_AREAS)
    asked = request.county.ljust(_COUNTY_CODE_LENGTH, "0") if request.county else None
    county = choose_county(areas, asked)
    alias_file = request.aliases or (None if request.areas else DEMO_ALIASES)
    return Gazetteer(of_county(areas, county), read_aliases(alias_file) if alias_file else ())


def mention_json(mention: Recognition) -> str:
    """One line of JSON: text, decision, candidates with code, name, path and score."""
    candidates = [
        {"code": found.code, "name": found.name, "path": found.path, "score": found.score}
        for found in mention.candidates
    ]
    answer = {"text": mention.text, "decision": mention.decision.value, "candidates": candidates}
    line = json.dumps(answer, ensure_ascii=False)
    # Half a surrogate pair is legal in JSON and in no encoding: such a line is written in escapes.
    return line if _encodable(line) else json.dumps(answer)


def run_place(request: PlaceRequest, out: TextIO, err: TextIO) -> int:
    """Answer the request on `out`; 0, or 2 after one sentence on `err` when nothing can be answered."""
    try:
        gazetteer = load_gazetteer(request)
        if request.batch is None:
            print(mention_json(recognise(gazetteer, request.text or "")), file=out)
        else:
            _run_batch(gazetteer, _lines(request.batch), out, err)
    except (UnreadableAreas, UnknownCounty) as error:
        print(error, file=err)
        return 2
    return 0


def _run_batch(gazetteer: Gazetteer, lines: list[bytes], out: TextIO, err: TextIO) -> None:
    """One answer per line; a line that cannot be read is answered `none` and named on `err`."""
    bad = 0
    for number, raw in enumerate(lines, 1):
        try:
            mention = recognise(gazetteer, text_of_line(raw))
        except BadLine as error:
            bad += 1
            print(f"Line {number}: {error}.", file=err)
            mention = Recognition(raw.decode("utf-8", errors="replace"), Decision.NONE, ())
        print(mention_json(mention), file=out)
    if bad:
        print(f"{bad} of {len(lines)} lines could not be read and were answered with none.", file=err)


def text_of_line(raw: bytes) -> str:
    """The mention in one line: plain text, or the `text` of a JSON object; raises `BadLine`."""
    try:
        line = raw.decode("utf-8").strip()
    except UnicodeDecodeError:
        raise BadLine("it is not UTF-8 text") from None
    if not line.startswith("{"):
        return line
    try:
        row = json.loads(line)
    except (json.JSONDecodeError, RecursionError):
        raise BadLine("it begins like JSON and is not") from None
    text = row.get("text")
    if not isinstance(text, str):
        raise BadLine("its JSON has no text")
    return text


def _lines(path: Path) -> list[bytes]:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise UnreadableAreas(f"{path} cannot be read: {error.strerror or error}.") from error
    with suppress(UnreadableText):  # then each line is looked at by itself
        content = decoded(content).encode()
    return list(_split(content.removeprefix(b"\xef\xbb\xbf")))


def _split(content: bytes) -> Iterator[bytes]:
    """Lines as files have them; a newline at the end begins no further line."""
    lines = content.split(b"\n")
    if lines and not lines[-1]:
        lines.pop()
    for line in lines:
        yield line.removesuffix(b"\r")


def _encodable(line: str) -> bool:
    try:
        line.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True
