"""A campaign's configuration over HTTP: what is wrong is told by its field, in the reader's language alone."""

import re
from typing import Any

import pytest

from tests.api.client import Scene, unique

CAMPAIGN = {
    "title": "年货节",
    "registration_from": "2024-01-09T00:00:00+08:00",
    "registration_until": "2024-02-16T23:59:59+08:00",
    "event_from": "2024-02-09T00:00:00+08:00",
    "event_until": "2024-02-16T23:59:59+08:00",
}
EARLY = "2023-01-01T00:00:00+08:00"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"registration_until": EARLY}, "registration_until"),
        ({"event_until": EARLY}, "event_until"),
        ({"categories": ["toys", "nonsense"]}, "categories.1"),
        ({"not_freight_free_regions": ["99"]}, "not_freight_free_regions.0"),
        ({"rule_sets": ["nonsense"]}, "rule_sets.0"),
    ],
)
async def test_ce_01_ce_05_what_is_wrong_is_told_by_its_field_in_the_readers_language(
    scene: Scene, changes: dict[str, Any], field: str
) -> None:
    path = f"/v1/campaigns/{unique('e')}"
    for language in ("zh-CN", "en"):
        answer = await scene.ops.put(path, CAMPAIGN | changes, Accept_Language=language)
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
        [violation] = answer.json()["violations"]
        assert violation["rule"] == f"field:{field}"
        words = violation["message"].replace(field, "")
        if language == "zh-CN":
            assert not re.search(r"Value error|earlier| or |must", words)
        else:
            assert not re.search(r"[一-鿿]", words)
    assert (await scene.ops.get(path)).status_code == 404


async def test_ce_05_ce_06_a_category_may_be_configured_by_its_name(scene: Scene) -> None:
    path = f"/v1/campaigns/{unique('e')}"
    answer = await scene.ops.put(path, CAMPAIGN | {"categories": ["玩具", "toys"]})
    assert answer.status_code == 200, answer.text
    assert answer.json()["categories"] == ["玩具", "toys"]
