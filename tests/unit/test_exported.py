"""CSV that spreadsheets open as it is meant: encoded so that they know, and without formulas."""

import csv
import io

import pytest

from luyue.api.exported import Code, csv_of


def read(written: str) -> list[list[str]]:
    assert written.startswith("\ufeff")
    return list(csv.reader(io.StringIO(written[1:], newline="")))


def test_what_is_written_can_be_read() -> None:
    rows = [["发货", 'a "quoted", one'], ["two\nlines", ""]]
    written = csv_of(["甲", "乙"], rows)
    assert read(written) == [["甲", "乙"], *rows]
    assert written.splitlines(keepends=True)[0].endswith("\r\n")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20"])
def test_no_cell_is_taken_for_a_formula(start: str) -> None:
    cell = f"{start}HYPERLINK(A1)"
    assert read(csv_of(["a"], [[cell]]))[1] == [f"'{cell}"]


def test_what_only_contains_such_a_sign_stays_as_it_is() -> None:
    assert read(csv_of(["a"], [["SF-1=2"]]))[1] == ["SF-1=2"]


@pytest.mark.parametrize("code", ["434567890123456", "12E10", "0012", "SF1234567890123", "JD-0001", "-12"])
def test_a_code_is_no_quantity(code: str) -> None:
    assert read(csv_of(["a"], [[Code(code)]]))[1] == [f'="{code}"']


@pytest.mark.parametrize("code", ['1"&HYPERLINK(A1)&"', "=1", "+1", "1 2", "", "1\n", "\u0661", "A1,B2"])
def test_what_is_no_code_makes_no_formula(code: str) -> None:
    [cell] = read(csv_of(["a"], [[Code(code)], ["x"]]))[1] or [""]
    assert cell == (f"'{code}" if code.startswith(("=", "+")) else code)
