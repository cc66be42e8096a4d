"""Pacing, with a clock that only the test moves."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from bot.sending.pacing import UNLIMITED, Budgets, Pacing

PACE = Budgets()


@dataclass(frozen=True)
class Letter:
    id: int
    chat_id: int
    lane: int


letters = st.lists(st.tuples(st.sampled_from([-7, 1, 2, 3, 4]), st.integers(1, 4)), max_size=60).map(
    lambda pairs: [Letter(number, chat, lane) for number, (chat, lane) in enumerate(pairs)]
)


def send_all(
    pacing: Pacing, waiting: list[Letter], step: float = 0.01, room: int = 16, begin: float = 0.0
) -> list[tuple[float, Letter]]:
    """Send everything, each answer coming at once."""
    sent: list[tuple[float, Letter]] = []
    now = begin
    left = list(waiting)
    while left and now < begin + 600:
        for letter in pacing.choose(left, (), room, now):
            left.remove(letter)
            sent.append((now, letter))
        now += step
    return sent


@given(letters)
def test_everything_leaves_once_and_each_chat_keeps_its_order_within_a_lane(waiting: list[Letter]) -> None:
    sent = [letter for _, letter in send_all(Pacing(PACE, 0), waiting, step=0.25)]

    assert Counter(sent) == Counter(waiting)
    for chat in {letter.chat_id for letter in waiting}:
        mine = [letter for letter in sent if letter.chat_id == chat]
        assert mine == sorted(mine, key=lambda letter: (letter.lane, letter.id))


@given(letters)
def test_no_second_holds_more_than_the_budget_allows(waiting: list[Letter]) -> None:
    sent = send_all(Pacing(PACE, 0), waiting, step=0.05)

    for begin, _ in sent:
        window = [letter for at, letter in sent if begin <= at < begin + 1]
        assert sum(letter.lane > 1 for letter in window) <= PACE.per_second * 1.2 + 1
        assert len(window) <= PACE.per_second * 2 + 1
        people = Counter(letter.chat_id for letter in window if letter.chat_id > 0)
        assert max(people.values(), default=0) <= PACE.chat_burst + PACE.chat_per_second


@given(st.integers(19, 60))
def test_a_group_never_gets_more_than_its_minute_allows(count: int) -> None:
    waiting = [Letter(number, -7, 1) for number in range(count)]

    sent = send_all(Pacing(PACE, 0), waiting, step=0.5)

    for begin, _ in sent:
        assert sum(begin <= at < begin + 60 for at, _ in sent) <= PACE.group_per_minute


@given(letters, st.integers(0, 5))
def test_the_most_urgent_that_may_go_goes_first(waiting: list[Letter], room: int) -> None:
    pacing = Pacing(UNLIMITED, 0)

    chosen = pacing.choose(waiting, {1}, room, 0)

    assert len({letter.chat_id for letter in chosen}) == len(chosen) <= room
    assert all(letter.chat_id != 1 for letter in chosen)
    left_behind = [
        letter for letter in waiting if letter.chat_id not in {1, *(one.chat_id for one in chosen)}
    ]
    if left_behind:
        assert len(chosen) == room
        assert all(one.lane <= letter.lane for one in chosen for letter in left_behind)


def test_a_broadcast_never_delays_an_answer() -> None:
    pacing = Pacing(PACE, 0)
    broadcast = [Letter(number, 1000 + number, 4) for number in range(500)]
    send_all(pacing, broadcast[:100])
    answer = Letter(9999, 1, 1)

    first = pacing.choose([*broadcast[100:], answer], (), 16, 600)[0]

    assert first == answer


def test_forty_people_who_ask_at_once_in_the_middle_of_a_broadcast_are_answered_within_a_second() -> None:
    pacing = Pacing(PACE, 0)
    now, _ = send_all(pacing, [Letter(number, 1000 + number, 4) for number in range(200)])[-1]
    answers = [Letter(10_000 + number, number, 1) for number in range(1, 40)]
    waiting = [*(Letter(number, 2000 + number, 4) for number in range(200)), *answers]

    sent = [(at, letter) for at, letter in send_all(pacing, waiting, begin=now) if letter.lane == 1]

    assert len(sent) == len(answers)
    assert max(at for at, _ in sent) < now + 1


def test_a_429_blocks_that_chat_alone_for_as_long_as_it_asks() -> None:
    pacing = Pacing(PACE, 0)
    pacing.flood(1, 7, now=0)
    waiting = [Letter(1, 1, 1), Letter(2, 2, 1)]

    assert [letter.chat_id for letter in pacing.choose(waiting, (), 16, 0.1)] == [2]
    assert pacing.choose(waiting[:1], (), 16, 6.9) == []
    assert pacing.choose(waiting[:1], (), 16, 7.1) == waiting[:1]


def test_a_429_in_three_chats_within_two_seconds_blocks_everybody() -> None:
    pacing = Pacing(PACE, 0)
    for at, chat in ((0.0, 1), (0.9, 2), (1.8, 3)):
        pacing.flood(chat, 5, now=at)
    stranger = [Letter(1, 9, 1)]

    assert pacing.choose(stranger, (), 16, 6.7) == []
    assert pacing.pause(6.7) > 0
    assert pacing.choose(stranger, (), 16, 6.9) == stranger


def test_429s_in_three_chats_with_a_success_between_block_nobody_else() -> None:
    pacing = Pacing(PACE, 0)
    pacing.flood(1, 5, now=0.0)
    pacing.flood(2, 5, now=0.1)
    pacing.sent()
    pacing.flood(3, 5, now=0.2)
    waiting = [Letter(chat, chat, 1) for chat in (1, 2, 3, 9)]

    assert [letter.chat_id for letter in pacing.choose(waiting, (), 16, 1.1)] == [9]


def test_three_429s_of_one_chat_block_nobody_else() -> None:
    pacing = Pacing(PACE, 0)
    for at in (0.0, 0.5, 1.0):
        pacing.flood(1, 5, now=at)

    assert pacing.choose([Letter(1, 9, 1)], (), 16, 1.1) == [Letter(1, 9, 1)]
