"""What the room of the policy library offers: looking around in it, and saving an answer into it."""

from __future__ import annotations

from typing import Final

from desk.domain.policy.item_forms import SAVE_ITEM
from desk.domain.policy.view import POLICY
from handlers.policy import buttons, in_words, save_item
from handlers.policy.look_up import LEAVINGS
from handlers.policy.views import CLOSING
from handlers.talk.registry import by_name, merged
from handlers.talk.turn import Room

ROOM: Final = Room(
    name="policy",
    menu={"ask": buttons.press_ask},
    buttons=buttons.BUTTONS,
    forms=by_name(POLICY, SAVE_ITEM),
    endings=merged(buttons.ENDINGS, save_item.ENDINGS),
    leavings=LEAVINGS,
    closing=CLOSING,
    free_words=in_words.FREE_WORDS,
)
