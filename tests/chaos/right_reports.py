"""Reports that are right: each acknowledged, and on record as the service writes it."""

from datetime import UTC, datetime
from typing import Any

from tests.chaos.checker.commands import command_id
from tests.chaos.checker.evidence import Event, Request
from tests.chaos.journal_as_written import events

REPORTED_AT = datetime(2026, 3, 1, 9, tzinfo=UTC)
VIDEO, PARCEL, CAMPAIGN = "video/v1", "parcel/SF:SF1", "campaign/g1"


def report(method: str, path: str, body: Any, version: Any, *, actor: str = "service:s", key: str = "k") -> Request:
    answer = {"status": 200} | ({"version": version} if version is not None else {})
    return Request(actor, method, path, key, False, [answer], body)


PUBLISHED = {"creator_id": "c1", "state": "published"}
FIRST_VIDEO = report("PUT", "/v1/videos/v1", PUBLISHED, 1, key="r1")
SECOND_VIDEO = report("PUT", "/v1/videos/v1", {**PUBLISHED, "state": "removed"}, 2, key="r2")
SCAN = {"at": "2026-03-01T08:00:00+00:00", "kind": "pickup"}
TRACKS = report("POST", "/v1/parcels/SF/sf-1/tracks", {"tracks": [SCAN]}, 1, key="r3")
CAMPAIGN_PUT = report("PUT", "/v1/campaigns/g1", {"title": "chaos"}, 1, actor="ops:o", key="r4")
ADMISSION = report("POST", "/v1/cart-access", {"creator_id": "c1"}, 1, key="r5")
SHOWN = report("PUT", "/v1/creators/c1/showcase/p1", {}, None, key="r6")
POLICY_ADDED = report("POST", "/v1/policies", {"version": "chaos", "parameters": {}}, "chaos", actor="ops:o", key="r7")
NOT_ADMITTED = Request(
    "service:s",
    "POST",
    "/v1/cart-access",
    "r8",
    False,
    [{"status": 422, "code": "refused", "id": "cart-access-decision/c9@1"}],
    {"creator_id": "c9"},
)
REPORTS = [FIRST_VIDEO, SECOND_VIDEO, TRACKS, CAMPAIGN_PUT, ADMISSION, SHOWN, POLICY_ADDED, NOT_ADMITTED]
SHOWCASE = frozenset({("c1", "p1")})


def facts() -> list[Event]:
    """What these reports left on record."""

    def of(stream: str, type_: str, *told: tuple[Request, Any, str]) -> list[Event]:
        at = (REPORTED_AT, REPORTED_AT)
        return events(stream, *((type_, data, one.actor, id, *at) for one, data, id in told))

    video, granted = {**PUBLISHED, "product_ids": []}, {"granted": True, "evaluation": None}
    scan = {"at": "2026-03-01T08:00:00Z", "kind": "pickup", "region": None}
    refused = {"granted": False, "evaluation": None}
    admitted = command_id(ADMISSION)
    return [
        *of(
            VIDEO,
            "VideoReported",
            (FIRST_VIDEO, video, "made-up-1"),
            (SECOND_VIDEO, {**video, "state": "removed"}, "made-up-2"),
        ),
        *of(PARCEL, "ParcelTracksReported", (TRACKS, {"tracks": [scan], "finding": None}, command_id(TRACKS))),
        *of(CAMPAIGN, "CampaignReported", (CAMPAIGN_PUT, {"title": "chaos", "parameters": None}, "made-up-3")),
        *of("cart-access/c1", "CartAccessReported", (ADMISSION, {"rights": ["showcase"]}, admitted)),
        *of("cart-access-decision/c1", "DecidedReported", (ADMISSION, granted, admitted)),
        *of("cart-access-decision/c9", "DecidedReported", (NOT_ADMITTED, refused, command_id(NOT_ADMITTED))),
        *of("showcase-decision/c1:p1", "DecidedReported", (SHOWN, granted, "made-up-4")),
    ]
