"""Old names that have no successor, and names that people taught the desk."""

from places.decide import Decision
from places.gazetteer import Gazetteer
from places.recognise import recognise

JIUDIAN_TOWN = "370283122000"


def code_of(gazetteer: Gazetteer, path: str) -> str:
    return next(place.code for place in gazetteer.places.values() if place.path == path)


def test_an_old_village_without_successor_falls_back_to_its_town(pingdu_with_old_names: Gazetteer) -> None:
    # given 李家埠, one of the villages merged since 2018
    # when somebody still says it
    mention = recognise(pingdu_with_old_names, "旧店镇李家埠村的")
    # then the town is offered and nothing is taken for granted
    assert (mention.decision, mention.candidates[0].code) == (Decision.ASK, JIUDIAN_TOWN)


def test_an_old_name_whose_new_village_carries_it_offers_that_village(
    pingdu_with_old_names: Gazetteer,
) -> None:
    # given 香店, now 香店新村 of the same town
    mention = recognise(pingdu_with_old_names, "香店村")
    # then
    assert mention.decision is Decision.ASK
    assert mention.candidates[0].path == "平度市/平度经济开发区/香店新村"


def test_a_learnt_name_is_accepted_beside_its_town(pingdu_with_old_names: Gazetteer) -> None:
    # given somebody confirmed that 李家埠 is 大田村 now
    datian = code_of(pingdu_with_old_names, "平度市/旧店镇/大田村")
    learnt = pingdu_with_old_names.with_alias("李家埠村", datian)
    # when the next one says it
    mention = recognise(learnt, "我是旧店镇李家埠村的")
    # then
    assert (mention.decision, mention.candidates[0].code) == (Decision.ACCEPT, datian)


def test_a_learnt_name_that_other_towns_had_is_asked_without_the_town(
    pingdu_with_old_names: Gazetteer,
) -> None:
    # given 王家庄, an old name in two towns, learnt for one of them
    datian = code_of(pingdu_with_old_names, "平度市/旧店镇/大田村")
    learnt = pingdu_with_old_names.with_alias("王家庄", datian)
    # when / then
    assert recognise(learnt, "我是王家庄村的").decision is Decision.ASK


def test_learning_leaves_the_first_gazetteer_as_it_was(pingdu: Gazetteer) -> None:
    datian = code_of(pingdu, "平度市/旧店镇/大田村")
    before = recognise(pingdu, "旧店镇鸽子崖村")
    # when
    learnt = pingdu.with_alias("鸽子崖", datian)
    # then
    assert recognise(learnt, "旧店镇鸽子崖村").candidates[0].code == datian
    assert recognise(pingdu, "旧店镇鸽子崖村") == before


def test_an_alias_of_an_unknown_area_is_passed_over(pingdu: Gazetteer) -> None:
    learnt = pingdu.with_alias("鸽子崖", "999999999999")
    assert learnt.forms == pingdu.forms
