"""Editing, deleting, copying, forwarding."""

from tests.sandbox.rig import BO, MEI, Rig, button

NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are exactly "
    "the same as a current content and reply markup of the message"
)


async def test_an_edit_replaces_text_and_buttons(rig: Rig) -> None:
    sent = await rig.say(MEI, "old", reply_markup=button("a", "a"))

    edited = await rig.ok("editMessageText", chat_id=1001, message_id=sent["message_id"], text="new")

    (shown,) = (await rig.look("chats/1001/messages"))["messages"]
    assert (edited["text"], edited["edit_date"], "reply_markup" in edited) == (
        "new",
        int(rig.clock.now),
        False,
    )
    assert (shown["text"], shown["edits"]) == ("new", 1)


async def test_an_edit_without_change_is_refused(rig: Rig) -> None:
    sent = await rig.say(MEI, "<b>same</b>", parse_mode="HTML", reply_markup=button("a", "a"))
    place = {"chat_id": 1001, "message_id": sent["message_id"]}

    text = await rig.refused(
        "editMessageText", **place, text="<b>same</b>", parse_mode="HTML", reply_markup=button("a", "a")
    )
    buttons = await rig.refused("editMessageReplyMarkup", **place, reply_markup=button("a", "a"))
    style = await rig.ok("editMessageText", **place, text="same", reply_markup=button("a", "a"))

    assert (text, buttons) == ((400, NOT_MODIFIED), (400, NOT_MODIFIED))
    assert "entities" not in style


async def test_taking_buttons_away_does_not_mark_the_message_as_edited(rig: Rig) -> None:
    sent = await rig.say(MEI, "choose", reply_markup=button("a", "a"))

    edited = await rig.ok("editMessageReplyMarkup", chat_id=1001, message_id=sent["message_id"])

    assert "reply_markup" not in edited
    assert "edit_date" not in edited


async def test_only_own_messages_of_the_right_kind_can_be_edited(rig: Rig) -> None:
    (theirs,) = await rig.send(MEI, text="mine")
    own = await rig.say(MEI, "text")

    refusals = [
        await rig.refused("editMessageText", chat_id=1001, message_id=999, text="x"),
        await rig.refused("editMessageText", chat_id=1001, text="x"),
        await rig.refused("editMessageText", chat_id=1001, message_id=theirs["message_id"], text="x"),
        await rig.refused("editMessageCaption", chat_id=1001, message_id=own["message_id"], caption="x"),
    ]

    assert refusals == [
        (400, "Bad Request: message to edit not found"),
        (400, "Bad Request: message identifier is not specified"),
        (400, "Bad Request: message can't be edited"),
        (400, "Bad Request: there is no caption in the message to edit"),
    ]


async def test_a_message_can_be_deleted_once_and_within_two_days(rig: Rig) -> None:
    first, second = await rig.say(MEI, "one"), await rig.say(MEI, "two")

    done = await rig.ok("deleteMessage", chat_id=1001, message_id=first["message_id"])
    again = await rig.refused("deleteMessage", chat_id=1001, message_id=first["message_id"])
    rig.clock.now += 49 * 3600
    too_late = await rig.refused("deleteMessage", chat_id=1001, message_id=second["message_id"])

    shown = (await rig.look("chats/1001/messages"))["messages"]
    assert done is True
    assert again == (400, "Bad Request: message to delete not found")
    assert too_late == (400, "Bad Request: message can't be deleted")
    assert [message["deleted"] for message in shown] == [True, False]


async def test_a_copy_is_the_bots_own_and_a_forward_says_whose_it_is(rig: Rig) -> None:
    (photo,) = await rig.send(MEI, kind="photo", sample=True, caption="the well")
    place = {"from_chat_id": 1001, "message_id": photo["message_id"], "chat_id": BO["id"]}

    copied = await rig.ok("copyMessage", **place, caption="seen")
    forwarded = await rig.ok("forwardMessage", **place)

    copy, _ = (await rig.look("chats/1002/messages"))["messages"]
    assert copied == {"message_id": copy["message_id"]}
    assert (copy["caption"], copy["photo"]) == ("seen", photo["photo"])
    assert forwarded["forward_origin"]["sender_user"]["id"] == MEI["id"]
    assert forwarded["caption"] == "the well"


async def test_what_is_gone_can_be_neither_copied_nor_forwarded(rig: Rig) -> None:
    place = {"from_chat_id": 1001, "message_id": 999, "chat_id": BO["id"]}

    copied = await rig.refused("copyMessage", **place)
    forwarded = await rig.refused("forwardMessage", **place)

    assert copied == (400, "Bad Request: message to copy not found")
    assert forwarded == (400, "Bad Request: message to forward not found")


async def test_a_person_edits_their_own_words_and_the_bot_hears_of_it(rig: Rig) -> None:
    (message,) = await rig.send(MEI, text="the roof leeks")

    await rig.control("chats/1001/edit", message_id=message["message_id"], text="the roof leaks")

    _, edit = await rig.updates()
    assert edit["edited_message"]["text"] == "the roof leaks"
    assert edit["edited_message"]["message_id"] == message["message_id"]
