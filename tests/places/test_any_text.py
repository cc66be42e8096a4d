"""Whatever is typed, recognition answers, in order and in bounds."""

from hypothesis import given
from hypothesis import strategies as st

from places.areas import DEMO_ALIASES, DEMO_AREAS, read_aliases, read_areas
from places.decide import Decision
from places.gazetteer import Gazetteer, Place
from places.recognise import OFFERED, recognise

PINGDU = Gazetteer(read_areas(DEMO_AREAS), read_aliases(DEMO_ALIASES))
VILLAGES = [place for place in PINGDU.places.values() if place.level == "village"]
WORDS = [
    "旧店",
    "镇",
    "村",
    "九里夼",
    "南村",
    "的",
    "我是",
    ",",
    " ",
    "社区",
    "新",
    "家",
    "1",
    "组",
    "平度",
    "😭",
    "不是",
    "和",
]


def check(text: str) -> None:
    mention = recognise(PINGDU, text)
    scores = [found.score for found in mention.candidates]
    assert mention.text == text
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)
    assert len(scores) <= OFFERED
    assert len({found.code for found in mention.candidates}) == len(scores)
    assert (mention.decision is Decision.NONE) == (not scores)


@given(st.text(max_size=400))
def test_any_text_is_answered(text: str) -> None:
    check(text)


@given(st.text(alphabet=st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), max_size=60))
def test_any_chinese_text_is_answered(text: str) -> None:
    check(text)


@given(st.lists(st.sampled_from(WORDS), max_size=300).map("".join))
def test_any_heap_of_names_and_endings_is_answered(text: str) -> None:
    check(text)


@given(
    st.sampled_from(VILLAGES),
    st.sampled_from(["{}", "我是{}的", "我家在{},房子漏雨了", "{}人", "家住{}三组"]),
)
def test_a_full_path_is_accepted(village: Place, sentence: str) -> None:
    # given the path of any village; no town of the county has the same full name twice
    text = sentence.format(village.path.replace("/", ""))
    # when
    mention = recognise(PINGDU, text)
    # then
    assert (mention.decision, mention.candidates[0].code) == (Decision.ACCEPT, village.code)


@given(st.sampled_from(VILLAGES), st.data())
def test_a_candidate_always_exists_and_names_its_area(village: Place, data: st.DataObject) -> None:
    # given a village's name with any character put anywhere
    at = data.draw(st.integers(0, len(village.name)))
    text = village.name[:at] + data.draw(st.characters()) + village.name[at:]
    # when / then
    for found in recognise(PINGDU, text).candidates:
        place = PINGDU.places[found.code]
        assert (found.name, found.path) == (place.name, place.path)
