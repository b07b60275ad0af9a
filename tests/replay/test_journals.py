"""Every recorded journal is decided again by today's rules; a change that decides otherwise is seen."""

import dataclasses
import re
from pathlib import Path

import pytest

from luyue.journal.reports import ReportsInFile
from luyue.replay.journals import decide_again
from tests.replay.recorded import HISTORIES, JOURNALS, kind_of, recording, stream_of

NEVER_BEGUN = {"never-started", "order-refused"}
"""Paths that leave nothing in the journal."""
OF_DAYS = {"acceptance_window": "PT72H"}


def named(stem: str) -> Path:
    return next(file for file in JOURNALS if file.stem == stem)


def test_every_history_has_a_journal() -> None:
    histories = {file.stem.removesuffix("-before") for file in HISTORIES}
    assert {file.stem for file in JOURNALS} == histories - NEVER_BEGUN
    assert {stream_of(file).partition("/")[0] for file in HISTORIES} == {
        recording(file).stream.partition("/")[0] for file in JOURNALS
    }


@pytest.mark.parametrize("file", JOURNALS, ids=lambda file: file.stem)
async def test_a_recorded_journal_is_decided_as_it_was(file: Path) -> None:
    recorded = recording(file)
    assert await decide_again(kind_of(recorded.stream), recorded, ReportsInFile(recorded.reports)) == []


async def test_other_parameters_decide_otherwise() -> None:
    recorded = recording(named("order-expired"))
    reports = ReportsInFile(recorded.reports)
    [*_, expired] = await decide_again(kind_of(recorded.stream), recorded, reports, OF_DAYS)
    assert "OrderExpired" in expired.recorded
    assert "acceptance_window is due at" in expired.today


async def test_other_rules_decide_otherwise() -> None:
    recorded = recording(named("dispute-settled-dispute"))
    settles_nothing = dataclasses.replace(kind_of(recorded.stream), decide=lambda *_: [])
    found = await decide_again(settles_nothing, recorded, ReportsInFile(recorded.reports))
    assert [one.today for one in found] == ["nothing happens"] * len(recorded.decisions)


@pytest.mark.parametrize("file", JOURNALS, ids=lambda file: file.stem)
def test_no_journal_names_a_machine(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert not re.search(r"/(root|home|work|tmp|usr)\b|127\.0\.0\.1|localhost", text)
