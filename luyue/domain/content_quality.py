"""How good a piece of content is, judged dimension by dimension, and what that brings (MA-06)."""

from collections.abc import Mapping
from typing import Literal

from luyue.domain.messages import Text, Value

Rating = Literal["good", "ordinary", "bad"]
"""Of one dimension: 好/正向, neither, 较差/负向."""
Quality = Literal["high", "ordinary", "low"]
"""优质, 普通, 低质."""


class Ratings(Value):
    """**A** The dimensions: 真实 what is seen is got, 可信 promises are kept, 专业 expert, 有趣 new and friendly."""

    authentic: Rating
    credible: Rating
    professional: Rating
    interesting: Rating


def quality_of(ratings: Ratings) -> Quality:
    """Good in every dimension: high; bad in any: low; otherwise ordinary. MA-06"""
    given = set(ratings.model_dump().values())
    if given == {"good"}:
        return "high"
    return "low" if "bad" in given else "ordinary"


BRINGS: Mapping[Quality, tuple[Text, ...]] = {
    "high": (
        Text(zh="流量效率提升", en="More traffic"),
        Text(zh="更丰富的权益保障", en="More rights"),
        Text(zh="参加官方培训的机会", en="A place in official training"),
    ),
    "ordinary": (),
    "low": (),
}
"""What a quality brings. MA-06"""
