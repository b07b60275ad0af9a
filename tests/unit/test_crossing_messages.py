"""Crossing messages are decided by rule: every pair in both orders, and both before word of either goes round."""

import pytest

from tests.crossing.every import PAIRS
from tests.crossing.on_domain import OnDomain
from tests.crossing.pairs import Message, Outcome, Pair, agree

every_pair = pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.name)


def test_every_pair_has_a_name_of_its_own() -> None:
    assert len({pair.name for pair in PAIRS}) == len(PAIRS)


@every_pair
def test_the_first_decides(pair: Pair) -> None:
    assert differences(pair, pair.a, pair.b, pair.a_first) == []


@every_pair
def test_the_other_one_first_decides(pair: Pair) -> None:
    assert differences(pair, pair.b, pair.a, pair.b_first) == []


@every_pair
def test_the_first_decides_or_what_is_known_where_the_second_goes(pair: Pair) -> None:
    came_about = [*found(pair, pair.a, pair.b, pair.a_first), *found(pair, pair.b, pair.a, pair.b_first)]
    never = [outcome for outcome in pair.unnoticed if not any(outcome is one for one in came_about)]
    assert never == []


def differences(pair: Pair, first: Message, second: Message, wanted: Outcome) -> list[str]:
    """What comes otherwise than wanted when the second is sent once everybody has heard of the first."""
    stage = OnDomain()
    stage.stand(pair)
    answers = {}
    for message in (first, second):
        answers[message] = stage.send(message)
        stage.spread()
    seen = stage.seen()
    assert agree(seen)
    return wanted.differences((answers[pair.a], answers[pair.b]), seen, stage.start)


def found(pair: Pair, first: Message, second: Message, noticed: Outcome) -> list[Outcome]:
    """Which outcomes come about when the second is sent before anybody has heard of the first."""
    stage = OnDomain()
    stage.stand(pair)
    answers = {message: stage.send(message) for message in (first, second)}
    stage.spread()
    seen = stage.seen()
    assert agree(seen)
    possible = [noticed, *pair.unnoticed]
    otherwise = [one.differences((answers[pair.a], answers[pair.b]), seen, stage.start) for one in possible]
    assert [] in otherwise, otherwise
    return [one for one, differs in zip(possible, otherwise, strict=True) if not differs]
