"""How many things a resident who was never here has to do until somebody is on the way."""

from __future__ import annotations

from desk.domain.talk.said import SaidKind
from tests.deskside import Desk
from tests.stories.steps import newest_case
from tests.village import RESIDENT


class Counted:
    """A resident whose messages and presses are counted."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.actions = desk, 0

    async def types(self, text: str) -> None:
        """One message."""
        self.actions += 1
        await self.desk.types(RESIDENT, text)

    async def presses(self, *labels: str) -> None:
        """One press each."""
        for label in labels:
            self.actions += 1
            await self.desk.presses(RESIDENT, label)

    async def shows_number(self) -> None:
        """The large button with the telephone."""
        self.actions += 1
        await self.desk.hears(
            RESIDENT, SaidKind.CONTACT, phone=RESIDENT.phone, contact_user_id=RESIDENT.user_id
        )

    async def has_receipt(self) -> bool:
        """Whether it is on its way."""
        return any(told.template == "report.receipt" for told in await self.desk.told(RESIDENT))


async def test_a_leaking_roof_is_on_its_way_after_seven_actions(desk: Desk) -> None:
    one = Counted(desk)
    await one.types("俺家房子漏雨")
    await one.presses("要，请人来", "同意")
    await one.types("旧店镇九里夼村")
    await one.presses("没有危险")
    await one.shows_number()
    await one.presses("发送")

    assert await one.has_receipt()
    assert one.actions == 7


async def test_in_words_alone_it_takes_no_more(desk: Desk) -> None:
    one = Counted(desk)
    for words in (
        "俺家房子漏雨",
        "请人来",
        "同意",
        "旧店镇九里夼村",
        "没有",
        "13800001001",
        "发吧",
    ):
        await one.types(words)

    assert await one.has_receipt()
    assert one.actions == 7


async def test_what_it_was_heard_as_can_be_put_right_before_it_leaves(desk: Desk) -> None:
    one = Counted(desk)
    await one.types("俺家房子漏雨")
    await one.presses("要，请人来", "同意")
    await one.types("旧店镇九里夼村")
    await one.presses("没有危险")
    await one.shows_number()
    await one.presses("改困难", "受灾、意外")
    read_back = [told for told in await desk.told(RESIDENT) if told.template == "form.question"][-1].text
    await one.presses("发送")

    assert "困难：<b>受灾、意外</b>" in read_back
    assert (await newest_case(desk, RESIDENT)).trouble == "disaster"
