"""The check that the other tests rely on does find what is wrong."""

import pytest

from sandbox.methods.table import METHODS, POLLING
from sandbox.schema import problems_of_answer, problems_of_request, problems_of_update
from sandbox.schema.load import method_of
from sandbox.shapes import Json

USER = {"id": 1, "is_bot": False, "first_name": "Mei"}
CHAT = {"id": 1, "type": "private", "first_name": "Mei"}
MESSAGE: Json = {"message_id": 5, "date": 1, "chat": CHAT, "from": USER, "text": "x"}


def test_every_method_of_the_sandbox_is_in_the_schema() -> None:
    assert [name for name in (*METHODS, POLLING) if method_of(name) is None] == []


def test_right_answers_and_updates_have_no_problems() -> None:
    press = {"id": "1", "from": USER, "chat_instance": "1", "data": "x", "message": MESSAGE}

    assert problems_of_answer("sendMessage", {"ok": True, "result": MESSAGE}) == []
    assert problems_of_answer("editMessageText", {"ok": True, "result": True}) == []
    assert problems_of_update({"update_id": 1, "callback_query": press}) == []


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ({"result": True}, "answer: no object with ok"),
        ({"ok": True, "result": {**MESSAGE, "date": "1"}}, "result(Message).date: '1' is no Integer"),
        ({"ok": True, "result": {**MESSAGE, "colour": 1}}, "result(Message): colour is unknown"),
        (
            {"ok": True, "result": {k: v for k, v in MESSAGE.items() if k != "chat"}},
            "result(Message): chat is missing",
        ),
        ({"ok": True, "result": {**MESSAGE, "photo": {}}}, "result(Message).photo: {} is no list"),
        ({"ok": False, "error_code": 400}, "description: None is no String"),
        (
            {"ok": False, "error_code": 429, "description": "x", "parameters": {"retry": 1}},
            "parameters(ResponseParameters): retry is unknown",
        ),
    ],
)
def test_a_wrong_answer_is_found(body: Json, problem: str) -> None:
    assert problems_of_answer("sendMessage", body) == [problem]


def test_a_wrong_update_is_found() -> None:
    member = {"status": "member", "user": USER}
    change = {
        "chat": CHAT,
        "from": USER,
        "date": 1,
        "old_chat_member": member,
        "new_chat_member": {"user": USER},
    }

    two_things = problems_of_update({"update_id": 1, "message": MESSAGE, "edited_message": MESSAGE})
    no_status = problems_of_update({"update_id": 1, "my_chat_member": change})

    assert two_things == ["update: holds not exactly one thing beside its update_id"]
    assert [problem.partition(": ")[2] for problem in no_status] == ["status is missing"]


@pytest.mark.parametrize(
    ("params", "files", "problems"),
    [
        ({"chat_id": "1", "text": "x"}, (), []),
        ({"chat_id": 1, "text": "x", "reply_markup": '{"remove_keyboard": true}'}, (), []),
        ({"chat_id": 1}, (), ["text: is missing"]),
        ({"chat_id": 1, "text": "x" * 4097}, (), ["text: 4097 characters are not 1-4096"]),
        ({"chat_id": 1, "text": "x", "colour": "red"}, (), ["colour: is unknown"]),
        ({"chat_id": 1, "text": "x"}, ("photo",), ["photo: nothing refers to this file"]),
    ],
)
def test_requests_are_held_against_the_schema(
    params: Json, files: tuple[str, ...], problems: list[str]
) -> None:
    assert problems_of_request("sendMessage", params, files) == problems


def test_files_of_an_album_are_those_it_names() -> None:
    media = '[{"type":"photo","media":"attach://a"},{"type":"photo","media":"attach://b"}]'

    assert problems_of_request("sendMediaGroup", {"chat_id": 1, "media": media}, ("a", "b")) == []
    assert problems_of_request("sendMediaGroup", {"chat_id": 1, "media": media}, ("a",)) == [
        "b: no such file part"
    ]
