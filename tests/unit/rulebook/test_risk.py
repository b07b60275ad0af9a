"""The assessment of a creator's risk (SR-01), at its thresholds and its waiver's end."""

from datetime import timedelta
from typing import Any

import pytest

from luyue.domain.facts import Creator, Mark, Risk, RiskWaiver
from luyue.domain.policy import DEFAULT_POLICY
from luyue.domain.rulebook.case import Case
from luyue.domain.rulebook.risk import Assessment, RiskReason, assess
from luyue.domain.rulebook.sets import SAMPLE_REQUEST
from tests.unit.rulebook.rule_checks import (
    NOON,
    check_of,
    counted,
    eligible_case,
    missing,
    on_record,
    policy_with,
    said,
)

SECOND = timedelta(seconds=1)


def of(breaches: int = 0, lost: int | None = None, flag: str | None = None, **changes: Any) -> Case:
    risk = Risk.model_validate({"level": flag, "reasons": ("numbers_bought",)}) if flag else None
    changes = {"record": counted(breaches), **changes}
    return eligible_case(creator=Creator(disputes_lost=lost, risk=risk), **changes)


def waived(until: Any = None, waived: bool = True) -> RiskWaiver:
    return RiskWaiver(waived=waived, reason="reviewed", until=until)


def test_sr_01_nothing_on_record_is_a_low_risk_without_reasons() -> None:
    assert assess(of(), DEFAULT_POLICY) == Assessment(level="low", points=0, reasons=())


def test_sr_01_a_creator_of_whom_nothing_is_known_has_its_breaches_only() -> None:
    assessed = assess(eligible_case(creator=None, record=counted(1)), DEFAULT_POLICY)
    assert assessed == Assessment(
        level="low", points=2, reasons=(RiskReason(code="breaches", count=1, points=2, stated=()),)
    )


def test_sr_01_every_reason_is_given_with_its_count_and_points() -> None:
    assert assess(of(breaches=2, lost=3, flag="high"), DEFAULT_POLICY) == Assessment(
        level="high",
        points=19,
        reasons=(
            RiskReason(code="breaches", count=2, points=4),
            RiskReason(code="disputes_lost", count=3, points=9),
            RiskReason(code="high_flag", count=1, points=6, stated=("numbers_bought",)),
        ),
    )


@pytest.mark.parametrize(
    ("marks", "reported", "points", "level"),
    [
        (("default",), None, 2, "low"),
        (("dispute_lost",), None, 3, "medium"),
        (("breach", "default"), None, 4, "medium"),
        (("breach", "dispute_lost"), None, 5, "medium"),
        (("default", "dispute_lost"), None, 5, "medium"),
        (("breach", "default", "breach"), None, 6, "high"),
        (("dispute_lost", "dispute_lost"), None, 6, "high"),
        (("dispute_lost",), 0, 3, "medium"),
        (("dispute_lost",), 1, 6, "high"),
        (("default",), 1, 5, "medium"),
        (("breach", "default"), 1, 7, "high"),
    ],
)
def test_sr_01_breaches_defaults_and_lost_disputes_add_up(
    marks: tuple[Mark, ...], reported: int | None, points: int, level: str
) -> None:
    """Around both thresholds; disputes lost are those reported and those ruled here."""
    case = of(lost=reported, record=on_record(*marks))
    assessed = assess(case, DEFAULT_POLICY)
    assert (assessed.points, assessed.level) == (points, level)
    assert check_of(SAMPLE_REQUEST, "SR-01", case).passed == (level != "high")


def test_sr_01_what_is_on_record_is_named() -> None:
    record = on_record("breach", "dispute_lost", "default")
    assert assess(of(lost=2, record=record), DEFAULT_POLICY).reasons == (
        RiskReason(code="breaches", count=2, points=4, entries=(record[0], record[2])),
        RiskReason(code="disputes_lost", count=3, points=9, entries=(record[1],)),
    )
    _, observed, _ = said(SAMPLE_REQUEST, "SR-01", of(record=record[2:]))
    assert observed["reasons"] == [
        {
            "code": "breaches",
            "count": 1,
            "points": 2,
            "stated": [],
            "entries": [{"stream": "process/2", "what": "default", "at": "2024-03-01T11:00:00Z"}],
        }
    ]


def test_sr_01_a_dispute_lost_by_a_creator_of_whom_nothing_is_known_counts() -> None:
    case = eligible_case(creator=None, record=on_record("dispute_lost"))
    assert [(one.code, one.count) for one in assess(case, DEFAULT_POLICY).reasons] == [("disputes_lost", 1)]


def test_sr_01_the_newest_entries_are_named_and_all_are_counted() -> None:
    record = on_record(*["breach"] * 22)
    (reason,) = assess(of(record=record), DEFAULT_POLICY).reasons
    assert (reason.count, reason.entries) == (22, record[2:])


def test_sr_01_a_medium_flag_weighs_less_than_a_high_one() -> None:
    assert assess(of(flag="medium"), DEFAULT_POLICY) == Assessment(
        level="medium",
        points=3,
        reasons=(RiskReason(code="medium_flag", count=1, points=3, stated=("numbers_bought",)),),
    )


def test_sr_01_a_low_flag_adds_nothing() -> None:
    assert assess(of(flag="low"), DEFAULT_POLICY) == Assessment(level="low", points=0)


@pytest.mark.parametrize(
    ("points", "level"), [(0, "low"), (2, "low"), (3, "medium"), (4, "medium"), (5, "medium"), (6, "high"), (7, "high")]
)
def test_sr_01_levels_begin_at_their_thresholds(points: int, level: str) -> None:
    policy = policy_with(risk_points_per_breach=1)
    assert (assess(of(breaches=points), policy).points, assess(of(breaches=points), policy).level) == (points, level)


@pytest.mark.parametrize(
    ("parameter", "value", "case", "points"),
    [
        ("risk_points_per_breach", 5, of(breaches=2), 10),
        ("risk_points_per_breach", 5, of(record=on_record("default")), 5),
        ("risk_points_per_dispute_lost", 5, of(lost=2), 10),
        ("risk_points_per_dispute_lost", 5, of(record=on_record("dispute_lost")), 5),
        ("risk_points_of_medium_flag", 5, of(flag="medium"), 5),
        ("risk_points_of_high_flag", 5, of(flag="high"), 5),
    ],
)
def test_sr_01_weights_are_the_policys(parameter: str, value: int, case: Case, points: int) -> None:
    assert assess(case, policy_with(**{parameter: value})).points == points


def test_sr_01_what_weighs_nothing_is_no_reason() -> None:
    policy = policy_with(risk_points_per_breach=0, risk_points_of_high_flag=0)
    assert assess(of(breaches=9, flag="high"), policy) == Assessment(level="low", points=0, reasons=())


def test_sr_01_what_weighs_one_point_is_a_reason() -> None:
    assert [reason.code for reason in assess(of(breaches=1), policy_with(risk_points_per_breach=1)).reasons] == [
        "breaches"
    ]


@pytest.mark.parametrize(
    ("medium_from", "high_from", "level"), [(9, 10, "low"), (8, 9, "medium"), (4, 8, "high"), (8, 8, "high")]
)
def test_sr_01_thresholds_are_the_policys(medium_from: int, high_from: int, level: str) -> None:
    policy = policy_with(risk_medium_from=medium_from, risk_high_from=high_from)
    assert assess(of(breaches=4), policy).level == level


def test_sr_01_a_medium_risk_passes() -> None:
    """Five points, one below what is refused."""
    assert said(SAMPLE_REQUEST, "SR-01", of(breaches=1, flag="medium")) == (
        True,
        {
            "level": "medium",
            "points": 5,
            "reasons": [
                {"code": "breaches", "count": 1, "points": 2, "stated": []},
                {"code": "medium_flag", "count": 1, "points": 3, "stated": ["numbers_bought"]},
            ],
            "waived": False,
        },
        {"points_below": 6, "or_waived": True},
    )


def test_sr_01_a_high_risk_is_refused_with_its_reasons() -> None:
    """Six points, exactly as many as are refused."""
    assert said(SAMPLE_REQUEST, "SR-01", of(lost=2)) == (
        False,
        {
            "level": "high",
            "points": 6,
            "reasons": [{"code": "disputes_lost", "count": 2, "points": 6, "stated": []}],
            "waived": False,
        },
        {"points_below": 6, "or_waived": True},
    )


def test_sr_01_more_points_than_the_threshold_are_refused_as_well() -> None:
    check = check_of(SAMPLE_REQUEST, "SR-01", of(breaches=4))
    assert (check.passed, check.observed["points"]) == (False, 8)


def test_sr_01_the_policys_threshold_governs_the_refusal() -> None:
    passed, observed, required = said(SAMPLE_REQUEST, "SR-01", of(lost=2), policy_with(risk_high_from=7))
    assert (passed, observed["level"], required) == (True, "medium", {"points_below": 7, "or_waived": True})


@pytest.mark.parametrize(
    ("waiver", "passed"),
    [
        pytest.param(waived(), True, id="for good"),
        pytest.param(waived(until=NOON + SECOND), True, id="a second left"),
        pytest.param(waived(until=NOON), True, id="its last moment"),
        pytest.param(waived(until=NOON - SECOND), False, id="over for a second"),
        pytest.param(waived(waived=False), False, id="taken back"),
        pytest.param(waived(waived=False, until=NOON + SECOND), False, id="taken back before its end"),
        pytest.param(None, False, id="none"),
    ],
)
def test_sr_01_a_waiver_lets_a_high_risk_pass_until_it_ends(waiver: RiskWaiver | None, passed: bool) -> None:
    check = check_of(SAMPLE_REQUEST, "SR-01", of(lost=2, risk_waiver=waiver))
    assert (check.passed, check.observed["waived"], check.observed["level"]) == (passed, passed, "high")


def test_sr_01_an_ended_waiver_refuses_nobody_of_low_risk() -> None:
    assert check_of(SAMPLE_REQUEST, "SR-01", of(risk_waiver=waived(until=NOON - SECOND))).passed


def test_sr_01_needs_the_creator() -> None:
    assert missing(SAMPLE_REQUEST, "SR-01", eligible_case(creator=None)) == (False, ("creator",))
