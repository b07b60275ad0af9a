"""MA-06: good in every dimension is high, bad in any is low, everything else ordinary."""

import itertools
from typing import get_args

import pytest
from pydantic import ValidationError

from luyue.domain.content_quality import BRINGS, Quality, Rating, Ratings, quality_of

DIMENSIONS = ("authentic", "credible", "professional", "interesting")
EVERY = [
    dict(zip(DIMENSIONS, ratings, strict=True))
    for ratings in itertools.product(get_args(Rating), repeat=len(DIMENSIONS))
]


@pytest.mark.parametrize("given", EVERY, ids=lambda given: "-".join(given.values()))
def test_ma_06_every_combination_of_ratings(given: dict[str, str]) -> None:
    found = quality_of(Ratings.model_validate(given))
    if "bad" in given.values():
        assert found == "low"
    elif "ordinary" in given.values():
        assert found == "ordinary"
    else:
        assert found == "high"


def test_ma_06_only_high_quality_brings_traffic_and_rights() -> None:
    assert [quality for quality in get_args(Quality) if BRINGS[quality]] == ["high"]
    assert {text.en for text in BRINGS["high"]} >= {"More traffic", "More rights"}


@pytest.mark.parametrize("missing", DIMENSIONS)
def test_ma_06_every_dimension_is_rated(missing: str) -> None:
    given = dict.fromkeys(DIMENSIONS, "good")
    del given[missing]
    with pytest.raises(ValidationError):
        Ratings.model_validate(given)
    with pytest.raises(ValidationError):
        Ratings.model_validate({**given, missing: "great"})
