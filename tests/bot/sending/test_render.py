"""A message of the outbox becomes Bot API calls."""

from __future__ import annotations

import pytest

from bot.sending.render import Renderer
from bot.words import Texts
from desk.domain.talk.messages import Lane
from storage.mail.claims import Content, Ready
from tests.village import MONDAY


def waiting(lane: Lane) -> Ready:
    return Ready(
        id=1,
        key="k",
        chat_id=1001,
        lane=lane,
        method="send",
        template="common.apology",
        language="zh_CN",
        sealed=b"",
        attempts=0,
        unsure=False,
        not_before=MONDAY,
    )


@pytest.mark.parametrize(
    ("lane", "silent"), [(Lane.WAITING, False), (Lane.CARD, True), (Lane.REMINDER, True)]
)
def test_only_who_waits_for_an_answer_is_rung_at_night(lane: Lane, silent: bool):
    night, day = Renderer(Texts(), lambda: True), Renderer(Texts(), lambda: False)

    [at_night] = night.calls(waiting(lane), Content())
    [by_day] = day.calls(waiting(lane), Content())

    assert at_night.parameters.get("disable_notification", False) is silent
    assert "disable_notification" not in by_day.parameters
