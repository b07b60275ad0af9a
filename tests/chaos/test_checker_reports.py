"""The checker finds reports that are lost, doubled, altered, made up, or refused and done all the same."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from tests.chaos.checker.check import check
from tests.chaos.checker.evidence import Event, Evidence, Request
from tests.chaos.checker.saying import says
from tests.chaos.journal_as_written import fact_rows, rechained
from tests.chaos.right_evidence import right
from tests.chaos.right_reports import (
    ADMISSION,
    CAMPAIGN,
    CAMPAIGN_PUT,
    FIRST_VIDEO,
    NOT_ADMITTED,
    PARCEL,
    PUBLISHED,
    SECOND_VIDEO,
    TRACKS,
    VIDEO,
    report,
)
from tests.chaos.tampering import Tamper, instead

CART = "cart-access/c1"


def with_facts(evidence: Evidence, facts: list[Event]) -> Evidence:
    return replace(evidence, facts=facts, newest_facts=fact_rows(facts))


def lost(stream: str, version: int = 1) -> Tamper:
    """The report has gone, and its row with it."""
    return lambda evidence: with_facts(
        evidence, [one for one in evidence.facts if (one.stream, one.version) != (stream, version)]
    )


def altered(stream: str, version_: int, /, **changes: Any) -> Tamper:
    """By hand: the hash stays."""

    def tamper(evidence: Evidence) -> Evidence:
        facts = [
            replace(one, **changes) if (one.stream, one.version) == (stream, version_) else one
            for one in evidence.facts
        ]
        return with_facts(evidence, facts)

    return tamper


def told(stream: str, tell: Callable[[list[Event]], list[Event]]) -> Tamper:
    """A stream's reports are others, and chain and row are as they must be."""

    def tamper(evidence: Evidence) -> Evidence:
        others = [one for one in evidence.facts if one.stream != stream]
        mine = [one for one in evidence.facts if one.stream == stream]
        return with_facts(evidence, [*others, *rechained(tell(mine))])

    return tamper


def changed_row(**changes: Any) -> Tamper:
    def tamper(evidence: Evidence) -> Evidence:
        first, *others = evidence.newest_facts
        return replace(evidence, newest_facts=[replace(first, **changes), *others])

    return tamper


def sent(*requests: Request) -> Tamper:
    return lambda evidence: replace(evidence, requests=[*evidence.requests, *requests])


def answering(request: Request, *answers: dict[str, Any]) -> Tamper:
    return lambda evidence: instead(evidence, request, replace(request, answers=answers))


def said_otherwise(events: list[Event]) -> list[Event]:
    return [replace(one, data={**one.data, "state": "private"}) for one in events]


def lost_policy(evidence: Evidence) -> Evidence:
    return replace(evidence, policies={name: one for name, one in evidence.policies.items() if name != "chaos"})


def reported_elsewhere(evidence: Evidence) -> Evidence:
    """Whoever asked for anything asked for another campaign."""
    return instead(evidence, CAMPAIGN_PUT, replace(CAMPAIGN_PUT, path="/v1/campaigns/g2", answers=[]))


WRONGS: dict[str, tuple[Tamper, str]] = {
    "a report is lost": (lost(VIDEO, 2), "lost fact"),
    "all reports of a video are lost": (lambda one: lost(VIDEO)(lost(VIDEO, 2)(one)), "lost fact"),
    "a campaign is lost": (lost(CAMPAIGN), "lost fact"),
    "a parcel's tracks are lost": (lost(PARCEL), "lost fact"),
    "an admission is lost": (lost(CART), "lost fact"),
    "the reasons of an admission are lost": (lost("cart-access-decision/c1"), "lost fact"),
    "the reasons of a product shown are lost": (lost("showcase-decision/c1:p1"), "lost fact"),
    "a product is not shown": (lambda one: replace(one, showcase=frozenset()), "lost fact"),
    "a policy is lost": (
        lambda one: replace(one, policies={n: p for n, p in one.policies.items() if n != "chaos"}),
        "lost fact",
    ),
    "a scan is lost": (
        told(PARCEL, lambda events: [replace(events[0], data={"tracks": [], "finding": None})]),
        "lost fact",
    ),
    "a carrier's finding is lost": (
        lambda one: instead(one, TRACKS, replace(TRACKS, body={"finding": "number_abnormal"})),
        "lost fact",
    ),
    "a report is on record as another": (told(VIDEO, said_otherwise), "lost fact"),
    "an acknowledgement names no version": (answering(FIRST_VIDEO, {"status": 200}), "lost fact"),
    "a report is on record as somebody else's": (
        told(CAMPAIGN, lambda events: [replace(events[0], actor="service:s")]),
        "lost fact",
    ),
    "a second report is lost, and answered as the first": (
        lambda one: lost(VIDEO, 2)(answering(SECOND_VIDEO, {"status": 200, "version": 1})(one)),
        "lost fact",
    ),
    "a report that takes up what was said before is lost": (
        sent(report("PUT", "/v1/videos/v1", PUBLISHED, 3, key="third")),
        "lost fact",
    ),
    "a report is doubled": (
        told(CAMPAIGN, lambda events: [events[0], replace(events[0], command_id="again")]),
        "doubled fact",
    ),
    "a report under one key is doubled": (
        told(PARCEL, lambda events: [events[0], replace(events[0], data={"tracks": [], "finding": "number_abnormal"})]),
        "doubled fact",
    ),
    "a report's hash is broken": (altered(VIDEO, 1, hash=b"broken"), "chain"),
    "a report's content is altered": (altered(CAMPAIGN, 1, data={"title": "evil", "parameters": None}), "chain"),
    "a version of a report is missing": (altered(VIDEO, 2, version=3), "gap"),
    "a fact's row has another version": (changed_row(version=7), "view"),
    "a fact's row has another content": (changed_row(fact={}), "view"),
    "a fact's row has another hash": (changed_row(hash=b"other"), "view"),
    "a fact has no row": (lambda one: replace(one, newest_facts=one.newest_facts[1:]), "view"),
    "a row has no reports": (
        lambda one: replace(one, facts=[event for event in one.facts if event.stream != CAMPAIGN]),
        "view",
    ),
    "nobody sent a report": (reported_elsewhere, "report nobody sent"),
    "a report was answered by an internal error": (answering(SECOND_VIDEO, {"status": 500}), "internal error"),
    "a refused report is on record": (answering(TRACKS, {"status": 409, "code": "x"}), "refused yet done"),
    "a refused admission was granted": (answering(ADMISSION, {"status": 422, "code": "refused"}), "refused yet done"),
    "a refusal is not on record": (lost("cart-access-decision/c9"), "lost refusal"),
    "a report is of no known kind": (
        sent(report("POST", "/v1/commissions", {}, 1, key="new")),
        "unknown to the checker",
    ),
}


@pytest.mark.parametrize("wrong", WRONGS)
def test_each_wrong_is_found(wrong: str) -> None:
    tamper, what = WRONGS[wrong]
    assert what in {found.what for found in check(tamper(right()))}


def test_a_report_that_says_nothing_new_needs_no_version_of_its_own() -> None:
    again = replace(SECOND_VIDEO, key="again")
    assert check(sent(again)(right())) == []
    assert check(sent(replace(NOT_ADMITTED, key="again"))(right())) == []


@pytest.mark.parametrize(
    ("recorded", "reported", "does"),
    [
        ({"a": 1, "b": None}, {"a": 1}, True),
        ({"a": 1}, {"a": 2}, False),
        ({"a": 1}, {"b": 1}, False),
        ({"a": [{"b": "c", "d": 1}]}, {"a": [{"b": "c"}]}, True),
        ({"a": ["b", "c"]}, {"a": ["b"]}, False),
        ("2026-03-01T08:00:00Z", "2026-03-01T16:00:00+08:00", True),
        ("2026-03-01T08:00:00Z", "2026-03-01T08:00:01Z", False),
        ("x", "y", False),
    ],
)
def test_a_record_says_what_was_reported(recorded: Any, reported: Any, does: bool) -> None:
    assert says(recorded, reported) is does
