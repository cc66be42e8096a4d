"""The listener as the desk uses it: one message, what came before it, and what a county has taught it."""

from __future__ import annotations

from pathlib import Path

import pytest

from desk.domain.talk.heard import Context, DangerLevel, SpeechAct
from hearing.grams import normalised
from hearing.model import FILE
from hearing.own import FILE_NAME, keep, listener_of, nameless
from hearing.sentences import Mislabelled, read_file

LISTENER = listener_of(None)


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("在吗", SpeechAct.GREETING),
        ("谢谢你们了", SpeechAct.THANKS),
        ("转人工", SpeechAct.PERSON),
        ("你是机器人吗", SpeechAct.WHO),
        ("这个怎么用", SpeechAct.HELP),
        ("我报的事办到哪了", SpeechAct.PROGRESS),
        ("低保怎么申请", SpeechAct.QUESTION),
        ("俺家房子漏雨，床都湿了", SpeechAct.TROUBLE),
        ("你好，俺家井干了", SpeechAct.TROUBLE),
        ("村书记把救灾的钱拿走了", SpeechAct.COMPLAINT),
    ],
)
def test_what_somebody_wants_is_heard(text: str, act: SpeechAct) -> None:
    heard = LISTENER.hear(text)

    assert heard.act is act
    assert sum(heard.acts.values()) == pytest.approx(1, abs=1e-3)


def test_danger_in_two_pieces_is_heard_at_the_piece_that_completes_it() -> None:
    first, last = "从房上", "不动弹"
    alone = LISTENER.hear(last)

    together = LISTENER.hear(last, Context(before=(first,)))

    assert [LISTENER.hear(one).level for one in (first, last)] == [DangerLevel.NONE] * 2
    assert together.level is not DangerLevel.NONE
    assert together.danger > alone.danger


def test_what_was_dangerous_before_is_not_heard_again_in_harmless_words() -> None:
    before = ("家里着火了快来人", "火烧到房顶了")

    assert LISTENER.hear("谢谢", Context(before=before)).level is DangerLevel.NONE


def test_danger_in_one_clause_of_a_question_is_not_drowned() -> None:
    heard = LISTENER.hear("老人喝农药了，我家想吃低保找哪个")

    assert heard.level is not DangerLevel.NONE


def test_in_a_long_message_the_dangerous_part_decides() -> None:
    text = "今年的苞米收了几亩地，价钱还行。" * 40 + "我妈躺地上口吐白沫叫不醒" + "村里的路修到桥头了。" * 40

    heard = LISTENER.hear(text)

    assert heard.level is DangerLevel.NOW
    assert abs(heard.decided_at - text.index("我妈")) < 100


def test_an_accusation_at_the_beginning_of_a_long_message_is_not_drowned() -> None:
    told = "今年的苞米收了几亩地，价钱还行。" * 60

    assert not LISTENER.hear(told).accuses
    assert LISTENER.hear(f"村书记吃拿卡要，不给钱不盖章。{told}").accuses


def test_a_short_cry_after_harmless_words_is_as_grave_as_alone() -> None:
    before = ("房顶漏雨", "请人来看看")

    for cry in ("着火了", "叫不醒了", "他要跳河"):
        assert LISTENER.hear(cry, Context(before=before)).danger >= LISTENER.hear(cry).danger


@pytest.mark.parametrize("text", ["", " ", "。", "\U0001f600", "a", "\ufdfa" * 4096, "我" * 4096])
def test_no_text_breaks_the_listener(text: str) -> None:
    heard = LISTENER.hear(text)

    assert heard.act in SpeechAct


def test_single_characters_kept_apart_are_one_word() -> None:
    assert normalised("断 粮 了") == normalised("断粮了")
    assert normalised("不.想.活") == normalised("不想活")


def test_a_county_teaches_a_sentence_and_others_are_heard_as_before(tmp_path: Path) -> None:
    text = "俺们庄的老戏台今晚唱砸锅"
    others = ["低保怎么申请", "家里着火了", "谢谢你们了"]
    before = [LISTENER.hear(one) for one in others]
    keep(tmp_path, {"t": text, "act": "question", "d": "maybe", "dk": "fire", "k": ["other"]})

    taught = listener_of(tmp_path)

    assert taught.hear(text).act is SpeechAct.QUESTION
    assert taught.hear(text).level is DangerLevel.MAYBE
    assert [(one.act, one.level) for one in map(taught.hear, others)] == [
        (one.act, one.level) for one in before
    ]


def test_a_wrong_label_keeps_nothing(tmp_path: Path) -> None:
    with pytest.raises(Mislabelled, match="question"):
        keep(tmp_path, {"t": "低保", "act": "ask", "d": "none"})

    assert not (tmp_path / FILE_NAME).exists()


def test_what_is_kept_is_read_again(tmp_path: Path) -> None:
    kept = keep(tmp_path, {"t": "低保", "act": "question", "d": "none"})

    assert next(iter(read_file(tmp_path / FILE_NAME))).text == kept.text


def test_names_and_long_numbers_are_taken_out() -> None:
    said = nameless("赵永强没来，我电话13800001001，身份证37028319500101123X，有3口人", ["赵永强", "赵永"])

    assert said == "○○没来，我电话0，身份证0，有3口人"


def test_the_file_is_small() -> None:
    assert FILE.stat().st_size <= 3_000_000


@pytest.mark.parametrize(
    "cry",
    [
        *(
            "救命",
            "快来人啊",
            "家里着火了",
            "房子着了",
            "家里淹了",
            "俺家房子要塌了",
            "俺爹摔了起不来",
            "娃抽风了",
        ),
        *(
            "俺男人打我",
            "他拿刀要杀我",
            "家里断粮了",
            "三天没吃饭",
            "我不想活了",
            "娃丢了",
            "触电了",
            "煤气中毒了",
        ),
    ],
)
def test_a_plain_cry_is_sure(cry: str) -> None:
    assert listener_of(None).hear(cry).level is DangerLevel.NOW
