"""One text in, one decision out, over the demo county as it ships."""

import pytest

from places.decide import Decision
from places.gazetteer import Gazetteer
from places.recognise import recognise

JIULIKUANG = "370283122215"
JIUDIAN_TOWN = "370283122000"


@pytest.mark.parametrize(
    "text",
    [
        "我是平度旧店镇九里夼村的",
        "旧店镇九里夼",
        "旧店九里夼村",
        "九里夼村",
        "九里夼村 旧店镇的",
        "九里夼村,旧店镇",
        "家住旧店镇下面的九里夼三组",
        "山东省青岛市平度市旧店镇九里夼村村民委员会",
        "旧店镇九里夼村村委会",
        "我叫李建国,家住旧店镇九里夼村2社,房子漏雨了",
        "旧店镇九里框村",
        "旧店镇九里况",
        "就店镇九里夼村",
        "旧店镇9里夼村",
        "旧 店 镇 九 里 夼 村",
    ],
)
def test_a_village_is_accepted_however_it_is_typed(pingdu_with_old_names: Gazetteer, text: str) -> None:
    # given the demo county with its old names
    # when somebody types the village with its town, in whole or in short, with one slip
    mention = recognise(pingdu_with_old_names, text)
    # then it is taken without asking
    assert (mention.decision, mention.candidates[0].code) == (Decision.ACCEPT, JIULIKUANG)


def test_a_candidate_shows_its_name_and_its_path_from_the_county(pingdu: Gazetteer) -> None:
    # given / when
    first = recognise(pingdu, "旧店镇九里夼村").candidates[0]
    # then
    assert (first.name, first.path) == ("九里夼村", "平度市/旧店镇/九里夼村")


def test_a_name_that_two_towns_have_is_asked_with_both(pingdu: Gazetteer) -> None:
    # given 石桥村 in 店子镇 and in 旧店镇
    # when the town is not named
    mention = recognise(pingdu, "我是石桥村的")
    # then both are offered before anything else
    assert mention.decision is Decision.ASK
    assert {found.path for found in mention.candidates[:2]} == {
        "平度市/店子镇/石桥村",
        "平度市/旧店镇/石桥村",
    }


def test_the_town_settles_a_name_that_two_towns_have(pingdu: Gazetteer) -> None:
    mention = recognise(pingdu, "店子镇石桥村")
    assert (mention.decision, mention.candidates[0].path) == (Decision.ACCEPT, "平度市/店子镇/石桥村")


def test_the_ending_tells_a_village_from_a_community_of_the_same_name(pingdu: Gazetteer) -> None:
    # given 昌盛村 and 昌盛居委会 in 店子镇
    # when / then each is meant by its own ending, and neither is sure without one
    assert recognise(pingdu, "店子镇昌盛居委会").candidates[0].code == "370283119001"
    assert recognise(pingdu, "店子镇昌盛村").candidates[0].code == "370283119203"
    assert recognise(pingdu, "店子镇昌盛").decision is Decision.ASK


def test_a_town_alone_is_asked_with_the_town(pingdu: Gazetteer) -> None:
    mention = recognise(pingdu, "我是旧店镇的")
    assert (mention.decision, mention.candidates[0].code) == (Decision.ASK, JIUDIAN_TOWN)


def test_a_village_and_a_town_of_one_name_are_both_offered(pingdu: Gazetteer) -> None:
    mention = recognise(pingdu, "明村")
    assert mention.decision is Decision.ASK
    assert {found.path for found in mention.candidates[:2]} == {"平度市/明村镇", "平度市/明村镇/明村"}


@pytest.mark.parametrize(
    "text", ["高密市柴沟镇九里夼村", "莱西市九里夼村", "南村镇九里夼村", "我不是九里夼村的"]
)
def test_a_name_said_of_another_place_is_never_accepted(pingdu: Gazetteer, text: str) -> None:
    assert recognise(pingdu, text).decision is not Decision.ACCEPT


@pytest.mark.parametrize(
    "text",
    [
        "九里夼村和大田村之间的路断了",
        "旧店镇九里夼村和石桥村",
        "从复兴村到云和村的路",
        "复兴村的,媳妇是云和村的",
        "我在明村镇打工,家是旧店镇九里夼村的",
    ],
)
def test_two_places_in_one_text_are_asked(pingdu: Gazetteer, text: str) -> None:
    assert recognise(pingdu, text).decision is Decision.ASK


def test_another_familys_village_is_not_taken_for_a_slip(pingdu: Gazetteer) -> None:
    # given 司家庄 in 旧店镇, where no 李家庄 is in the register
    # when somebody names a 李家庄 there
    mention = recognise(pingdu, "旧店镇李家庄村的")
    # then it is asked: many a hamlet is in no register
    assert mention.decision is Decision.ASK


@pytest.mark.parametrize(
    "text", ["张家的房子塌了", "我是张家的", "我是王和平", "阳光超市欠我工资", "胜利饭店", "祝领导平安"]
)
def test_a_persons_or_a_shops_name_is_never_accepted(pingdu: Gazetteer, text: str) -> None:
    assert recognise(pingdu, text).decision is not Decision.ACCEPT


def test_a_village_in_the_middle_of_a_long_story_is_found(pingdu_with_old_names: Gazetteer) -> None:
    # given a story of two thousand characters
    talk = (
        "老伴前年得了脑梗,一直在县医院住院,花了十几万,两个孩子还在上学。今年春天又赶上大旱,地里的花生没有收成。"
        * 20
    )
    story = talk[:1000] + "我家住旧店镇九里夼村二组。" + talk[1000:2000]
    # when / then the one place in it is understood, and without it nothing is
    assert recognise(pingdu_with_old_names, story).candidates[0].code == JIULIKUANG
    assert recognise(pingdu_with_old_names, talk[:2000]).decision is Decision.NONE
