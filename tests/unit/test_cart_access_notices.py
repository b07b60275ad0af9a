"""Notices of cart access: the creator is told what it holds now, and why it was refused (CA-01 to CA-03)."""

import pytest

from luyue.domain.facts import Report
from luyue.domain.messages import Text
from tests.unit.notice_examples import ADMITTED, CART_ACCESS, CHANGED, GRANTED, REFUSED, TAKEN_AWAY


def read(report: Report) -> dict[str, Text]:
    notices = CART_ACCESS.notices
    told = notices.of(report.stream, report.version, report.fact)
    return {one.recipient: notices.render(one.message, one.parameters) for one in told}


@pytest.mark.parametrize(
    ("report", "zh", "en"),
    [
        (
            GRANTED,
            "您的购物车权限(c1)已开通:商品橱窗、视频购物车、直播购物车(CA-03)。",
            "Cart access of c1 was granted: showcase, video cart, live cart (CA-03).",
        ),
        (
            CHANGED,
            "您的购物车权限(c1)已变更,现有:商品橱窗、直播购物车(CA-03)。",
            "Cart access of c1 was changed and is now: showcase, live cart (CA-03).",
        ),
        (TAKEN_AWAY, "您的购物车权限(c1)已全部取消(CA-03)。", "All cart access of c1 was taken away (CA-03)."),
        (
            REFUSED,
            "您的购物车权限(c1)申请未通过:粉丝数不足1000。",
            "Cart access of c1 was refused: There are fewer than 1000 followers.",
        ),
    ],
    ids=["granted", "changed", "taken away", "refused"],
)
def test_the_creator_alone_is_told(report: Report, zh: str, en: str) -> None:
    assert read(report) == {"creator:c1": Text(zh=zh, en=en)}


def test_an_admission_is_told_once_by_what_was_granted() -> None:
    assert read(ADMITTED) == {}


def test_the_platforms_assessment_stays_out_of_the_parameters() -> None:
    [notice] = CART_ACCESS.notices.of(REFUSED.stream, REFUSED.version, REFUSED.fact)
    assert notice.parameters["reasons"] == [
        {"rule": "CA-01", "zh": "粉丝数不足1000。", "en": "There are fewer than 1000 followers."}
    ]
