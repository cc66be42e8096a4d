"""A folder of empty wheels: every locked package as it is locked, and a newer one of each."""

from __future__ import annotations

import base64
import hashlib
import zipfile
from collections.abc import Iterator, Mapping
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

from packaging.requirements import Requirement

NEWER = "9999"


def fill(folder: Path, entries: Mapping[str, Requirement]) -> Iterator[str]:
    """Make the wheels; gives the lock's lines for them, with their hashes."""
    for name, entry in entries.items():
        version = str(entry.specifier).removeprefix("==")
        wheel = _wheel(folder, name, version)
        _wheel(folder, name, NEWER)
        digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
        yield f"{entry} --hash=sha256:{digest}"


def _wheel(folder: Path, name: str, version: str) -> Path:
    """Nothing but the name, and what the real package asks for."""
    stem = f"{name.replace('-', '_')}-{version}"
    path, info = folder / f"{stem}-py3-none-any.whl", f"{stem}.dist-info"
    files = {
        f"{info}/METADATA": "\n".join(_metadata(name, version)) + "\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: stub\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    with zipfile.ZipFile(path, "w") as wheel:
        for file, text in files.items():
            wheel.writestr(file, text)
        wheel.writestr(f"{info}/RECORD", "".join(_record(info, files)))
    return path


def _metadata(name: str, version: str) -> Iterator[str]:
    yield from ("Metadata-Version: 2.1", f"Name: {name}", f"Version: {version}")
    try:
        real = metadata(name)
    except PackageNotFoundError:  # for another system; nobody here asks for it
        return
    for header in ("Provides-Extra", "Requires-Dist"):
        yield from (f"{header}: {line}" for line in real.get_all(header) or ())


def _record(info: str, files: Mapping[str, str]) -> Iterator[str]:
    for file, text in files.items():
        digest = base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()
        yield f"{file},sha256={digest},{len(text.encode())}\n"
    yield f"{info}/RECORD,,\n"
