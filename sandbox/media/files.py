"""Files the bot and the people have sent, by the opaque ids of the Bot API."""

import base64
import hashlib
from dataclasses import dataclass, field
from pathlib import Path

from sandbox.counters import Counters
from sandbox.params import Upload
from sandbox.shapes import Json
from sandbox.store import Store

_KIND = "file"
_ID_HEADS = {
    "photo": "AgACAgUAAxk", "voice": "AwACAgUAAxk", "document": "BQACAgUAAxk", "video": "BAACAgUAAxk",
    "audio": "CQACAgUAAxk", "video_note": "DQACAgUAAxk", "sticker": "CAACAgUAAxk",
    "animation": "CgACAgUAAxk", "live_photo": "BAACAgUBAxk",
}  # fmt: skip
_FOLDERS = {"photo": "photos", "video_note": "video_notes", "voice": "voice", "audio": "music"}


@dataclass
class StoredFile:
    """A file: `facts` is what a message says about it beside its ids; `sizes` lists all sizes of a photo."""

    file_id: str
    unique_id: str
    kind: str
    path: str
    name: str
    mime: str
    size: int
    content_key: str
    facts: Json = field(default_factory=dict)
    sizes: list[str] = field(default_factory=list)

    def as_media(self) -> Json:
        """Voice, Document, one PhotoSize … of a message."""
        ids = {"file_id": self.file_id, "file_unique_id": self.unique_id}
        return {**ids, "file_size": self.size, **self.facts}

    def as_file(self) -> Json:
        """The Bot API File that getFile gives."""
        ids = {"file_id": self.file_id, "file_unique_id": self.unique_id}
        return {**ids, "file_size": self.size, "file_path": self.path}


class Files:
    """All files; bytes lie in the store or, if one is given, in a folder."""

    def __init__(self, store: Store, counters: Counters, folder: Path | None) -> None:
        self._store = store
        self._counters = counters
        self._folder = folder
        self._by_id = {key: StoredFile(**body) for key, body in store.load(_KIND).items()}
        self._by_path = {one.path: one for one in self._by_id.values()}

    def keep(self, kind: str, upload: Upload, facts: Json) -> StoredFile:
        """Take in a file; `facts` are the kind's own fields, such as duration."""
        number = self._counters.next("file")
        content_key = hashlib.sha256(upload.content).hexdigest()
        stored = StoredFile(
            file_id=_file_id(kind, number),
            unique_id=_unique_id(kind, content_key, facts),
            kind=kind,
            path=f"{_FOLDERS.get(kind, kind + 's')}/file_{number}{_suffix(kind, upload.name)}",
            name=upload.name,
            mime=upload.mime,
            size=len(upload.content),
            content_key=content_key,
            facts=facts,
        )
        self._write(content_key, upload.content)
        return self.save(stored)

    def save(self, stored: StoredFile) -> StoredFile:
        """Keep what is known about a file."""
        self._by_id[stored.file_id] = self._by_path[stored.path] = stored
        self._store.put(_KIND, stored.file_id, vars(stored))
        return stored

    def find(self, file_id: str) -> StoredFile | None:
        """The file with an id, or None."""
        return self._by_id.get(file_id)

    def at_path(self, path: str) -> StoredFile | None:
        """The file with a path given by getFile, or None."""
        return self._by_path.get(path)

    def content(self, stored: StoredFile) -> bytes:
        """The bytes of a file."""
        if self._folder is None:
            return self._store.blob(stored.content_key)
        return (self._folder / stored.content_key).read_bytes()

    def _write(self, key: str, content: bytes) -> None:
        if self._folder is None:
            self._store.put_blob(key, content)
            return
        self._folder.mkdir(parents=True, exist_ok=True)
        (self._folder / key).write_bytes(content)


def _file_id(kind: str, number: int) -> str:
    digest = hashlib.sha256(f"{kind}:{number}".encode()).digest()
    return _ID_HEADS[kind] + base64.urlsafe_b64encode(digest).decode().rstrip("=")


def _unique_id(kind: str, content_key: str, facts: Json) -> str:
    """The same for the same content (and size of a photo), whoever sends it."""
    seen = f"{kind}:{content_key}:{facts.get('width')}"
    return "Ag" + base64.urlsafe_b64encode(hashlib.sha256(seen.encode()).digest()[:9]).decode()


def _suffix(kind: str, name: str) -> str:
    if kind == "photo":
        return ".jpg"
    return ".oga" if kind == "voice" else Path(name).suffix
