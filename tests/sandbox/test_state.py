"""A state file: the same world after a restart."""

from pathlib import Path

import pytest

from sandbox.profile import Bot
from sandbox.store import SqliteStore, StateError, open_store
from sandbox.world import World
from tests.sandbox.rig import MEI, TOKEN, button, served


async def test_a_restarted_world_goes_on_where_it_was(tmp_path: Path) -> None:
    path = tmp_path / "world.db"
    store = open_store(path)
    async with served(store) as rig:
        await rig.send(MEI, text="confirmed")
        (confirmed,) = await rig.updates()
        await rig.send(MEI, kind="photo", sample=True)
        await rig.say(MEI, "Well?", reply_markup={"keyboard": [[{"text": "Yes"}]]})
        asked = await rig.say(MEI, "Sure?", reply_markup=button("Yes", "yes"))
        pressed = await rig.control("chats/1001/press", message_id=asked["message_id"], data="yes")
        waiting = await rig.updates(offset=confirmed["update_id"] + 1)
        before = await rig.look("chats/1001/messages")
        await rig.control("chats/1002/block")
    store.close()

    store = open_store(path)
    async with served(store) as rig:
        after = await rig.look("chats/1001/messages")
        still_waiting = await rig.updates()
        answered = await rig.ok("answerCallbackQuery", callback_query_id=pressed["callback_query_id"])
        message = await rig.say(MEI, "next")
        photo = waiting[0]["message"]["photo"][-1]["file_id"]
        sent_again = await rig.ok("sendPhoto", chat_id=1001, photo=photo)
        people = await rig.look("people")
    store.close()

    assert after["messages"] == before["messages"]
    assert after["reply_keyboard"] == before["reply_keyboard"]
    assert [update["update_id"] for update in still_waiting][: len(waiting)] == [
        update["update_id"] for update in waiting
    ]
    assert answered is True
    assert message["message_id"] == asked["message_id"] + 1
    assert sent_again["photo"] == waiting[0]["message"]["photo"]
    assert [person["blocked"] for person in people] == [False, True, False]


async def test_a_page_learns_after_a_restart_what_it_missed(tmp_path: Path) -> None:
    path = tmp_path / "world.db"
    store = open_store(path)
    async with served(store) as rig:
        await rig.say(MEI, "one")
        seen = (await rig.look("chats/1001/messages"))["event"]
        await rig.say(MEI, "two")
    store.close()

    store = open_store(path)
    async with served(store) as rig:
        url = f"{rig.base}/sandbox/chats/1001/events?after={seen}"
        async with rig.session.get(url) as stream:
            lines = [(await stream.content.readline()).decode() for _ in range(4)]
    store.close()

    assert '"text": "two"' in lines[3]


def test_a_state_file_serves_one_bot_and_one_sandbox_at_a_time(tmp_path: Path) -> None:
    path = tmp_path / "world.db"
    first = open_store(path)
    World(Bot(TOKEN), first)

    with pytest.raises(StateError, match="cannot be used"):
        open_store(path)
    first.close()
    second = open_store(path)
    with pytest.raises(StateError, match="belongs to bot 123456, not to bot 77"):
        World(Bot("77:other"), second)
    second.close()


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("these are my notes, not a database " * 40)

    with pytest.raises(StateError, match=r"notes\.txt cannot be used"):
        open_store(path)


def test_what_a_full_disk_kept_out_is_kept_with_the_next_change(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "world.db")
    (pages,) = store._db.execute("PRAGMA page_count").fetchone()
    store._db.execute(f"PRAGMA max_page_count = {pages}")
    store.put("message", 1, {"text": "雨" * 9000})
    with pytest.raises(StateError, match="full"):
        store.commit()

    store._db.execute("PRAGMA max_page_count = 1000")
    store.put("message", 2, {"text": "later"})
    store.close()

    store = SqliteStore(tmp_path / "world.db")
    assert store.load("message") == {"1": {"text": "雨" * 9000}, "2": {"text": "later"}}
    store.close()
