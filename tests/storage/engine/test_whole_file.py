"""A file is under its name whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from storage.engine.database import StorageError
from storage.engine.whole_file import UNFINISHED, rewrite, unfinished, whole
from storage.keys.key_file import KeyFileError, create_keys, load_seal


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_what_fails_in_the_middle_leaves_no_file(tmp_path: Path) -> None:
    def cut_off() -> None:
        with whole(tmp_path / "list.csv") as part:
            part.write_text("half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        cut_off()

    assert names(tmp_path) == []


def test_a_name_that_is_taken_stays_with_its_file(tmp_path: Path) -> None:
    target = tmp_path / "list.csv"
    target.write_text("the only one")
    (tmp_path / "dangling").symlink_to("nowhere")

    for taken in ("list.csv", "dangling"):
        with pytest.raises(StorageError, match="exists already"), whole(tmp_path / taken):
            pass
    with pytest.raises(StorageError, match="exists already"), whole(tmp_path / "late.csv"):
        (tmp_path / "late.csv").write_text("the first")

    assert target.read_text() == "the only one"
    assert (tmp_path / "late.csv").read_text() == "the first"
    assert names(tmp_path) == ["dangling", "late.csv", "list.csv"]


def test_what_is_written_anew_keeps_its_old_words_until_then_and_its_mode(tmp_path: Path) -> None:
    target = tmp_path / "county.toml"
    target.write_text("old")
    target.chmod(0o644)
    with pytest.raises(UnicodeEncodeError):
        rewrite(target, "\ud800")
    assert target.read_text() == "old"

    rewrite(target, "new")

    assert target.read_text() == "new"
    assert target.stat().st_mode & 0o777 == 0o644
    assert names(tmp_path) == ["county.toml"]


def test_names_with_wildcards_remove_nothing_but_themselves(tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text("mine")

    with whole(tmp_path / "[a]*?.db") as part:
        part.write_text("whole")

    assert names(tmp_path) == ["[a]*?.db", "other.txt"]


def test_somebody_elses_unfinished_file_is_waited_for(tmp_path: Path) -> None:
    with (
        unfinished(tmp_path / "one.db"),
        pytest.raises(StorageError, match="Another copy is being written"),
        unfinished(tmp_path / "two.db"),
    ):
        pass


def test_a_folder_that_is_not_there_or_is_none_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    for folder in ("nowhere", "file"):
        with pytest.raises(StorageError, match="Nothing can be written to"), whole(tmp_path / folder / "x"):
            pass


def test_keys_that_were_half_written_do_not_bar_the_next_start(tmp_path: Path) -> None:
    (tmp_path / f".keys.json{UNFINISHED}").write_text('{"writing": 1, "ke')

    made = create_keys(tmp_path / "keys.json")

    blob = made.close("words", "x:1")
    assert load_seal(tmp_path / "keys.json").open(blob, "x:1") == "words"
    assert names(tmp_path) == ["keys.json"]
    with pytest.raises(KeyFileError, match="is not overwritten"):
        create_keys(tmp_path / "keys.json")
