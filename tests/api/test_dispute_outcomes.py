"""What may be ruled on a sample request, which goes on whatever is ruled (CO-09)."""

from tests.api.client import Scene


async def test_co_09_on_a_sample_request_only_that_it_goes_on_is_ruled(scene: Scene) -> None:
    request = await scene.apply()
    opened = await scene.ops.post(f"{request}/open-dispute", {"claim": "样品与约定不符"})
    assert opened.json()["details"]["outcomes"] == ["resume"]
    dispute = opened.headers["location"]
    for outcome in ("cancel", "complete"):
        refused = await scene.ops.post(f"{dispute}/rule", {"outcome": outcome})
        [violation] = refused.json()["violations"]
        assert (refused.status_code, violation["rule"]) == (422, "CO-09")
        assert (violation["observed"], violation["required"]) == (outcome, ["resume"])
    ruled = await scene.ops.post(f"{dispute}/rule", {"outcome": "resume", "in_default": "merchant"})
    assert (ruled.status_code, ruled.json()["status"]) == (200, "RULED")
