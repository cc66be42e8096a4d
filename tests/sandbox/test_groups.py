"""Groups: what a bot hears there, its removal, the upgrade to a supergroup."""

from tests.sandbox.rig import BO, MEI, Rig


async def test_a_bot_in_a_group_hears_commands_mentions_and_replies_only(rig: Rig) -> None:
    group = await rig.control("groups", title="Town desk", members=[MEI["id"], BO["id"]])
    notice = await rig.ok("sendMessage", chat_id=group["id"], text="Ready.")

    for text in ("just talking", "/today", "ask @sandbox_bot"):
        await rig.send(BO, text=text, chat_id=group["id"])
    await rig.send(BO, text="fine", chat_id=group["id"], reply_to_message_id=notice["message_id"])

    joined, created, *heard = await rig.updates()
    assert joined["my_chat_member"]["new_chat_member"]["status"] == "member"
    assert created["message"]["group_chat_created"] is True
    assert [update["message"]["text"] for update in heard] == ["/today", "ask @sandbox_bot", "fine"]


async def test_an_upgraded_group_names_its_supergroup(rig: Rig) -> None:
    group = await rig.control("groups", title="Town desk", members=[MEI["id"]])

    upgraded = await rig.control(f"groups/{group['id']}/upgrade")

    new_id = upgraded["migrate_to_chat_id"]
    body = await rig.call("sendMessage", chat_id=group["id"], text="x")
    sent = await rig.ok("sendMessage", chat_id=new_id, text="x")
    *_, left, arrived = [update["message"] for update in (await rig.updates())[1:]]
    assert body["description"] == "Bad Request: group chat was upgraded to a supergroup chat"
    assert body["parameters"] == {"migrate_to_chat_id": new_id}
    assert (left["chat"]["id"], left["migrate_to_chat_id"]) == (group["id"], new_id)
    assert (arrived["chat"]["type"], arrived["migrate_from_chat_id"]) == ("supergroup", group["id"])
    assert sent["message_id"] == arrived["message_id"] + 1 == 2


async def test_a_removed_bot_may_not_write_any_more(rig: Rig) -> None:
    group = await rig.control("groups", title="Town desk", members=[MEI["id"]])

    await rig.control(f"groups/{group['id']}/remove_bot")

    refusal = await rig.refused("sendMessage", chat_id=group["id"], text="x")
    *_, last = await rig.updates()
    assert refusal == (403, "Forbidden: bot was kicked from the group chat")
    assert last["my_chat_member"]["new_chat_member"]["status"] == "kicked"


async def test_only_members_write_in_a_group(rig: Rig) -> None:
    group = await rig.control("groups", title="Town desk", members=[MEI["id"]])

    assert await rig.declined(f"chats/{BO['id']}/send", text="x", chat_id=group["id"]) == 403
