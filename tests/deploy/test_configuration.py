"""docs/configuration.md has every setting, and nothing that is none."""

import pytest
from pydantic_settings import BaseSettings

from scripts.write_configuration import DESCRIBED, PAGE, PROCESSES, page


def test_the_page_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "docs/configuration.md is stale: run `make configuration`"


@pytest.mark.parametrize("settings", PROCESSES.values(), ids=PROCESSES)
def test_no_setting_is_missing(settings: type[BaseSettings]) -> None:
    for name in settings.model_fields:
        assert f"| `LUYUE_{name.upper()}` |" in page()


def test_nothing_is_described_that_is_no_setting() -> None:
    assert set(DESCRIBED) == {name for settings in PROCESSES.values() for name in settings.model_fields}
