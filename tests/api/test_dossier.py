"""The dossier over HTTP: who may have it, as what, and that the published keys prove it."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from luyue.api import tokens
from luyue.api.kinds import SERVED
from luyue.api.routes.dossiers import prefers_html
from luyue.api.settings import ApiSettings
from luyue.dossier.chain import Chained, check_chain
from luyue.dossier.keys import WELL_KNOWN, new_signing_key, public_keys, signing_key
from luyue.dossier.signature import check_signature, read
from tests.api.client import DOSSIER_KEY, SECRET, Caller, Scene, unique
from tests.api.conftest import Serving

NOTE = "这是备注里的原话"


async def verified(http: httpx.AsyncClient, content: bytes) -> Chained:
    """A file that the published keys prove."""
    published = await http.get(WELL_KNOWN)
    assert published.headers["content-type"] == "application/jwk-set+json"
    file = read(content)
    check_signature(file, public_keys(published.text))
    return check_chain(file)


async def test_both_parties_ops_and_services_have_it(scene: Scene) -> None:
    path = await scene.approved()
    for caller in (scene.creator, scene.merchant, scene.ops, scene.service):
        answer = await caller.get(f"{path}/dossier")
        assert answer.status_code == 200, answer.text
        assert answer.headers["content-type"] == "application/json"
        assert answer.headers["cache-control"] == "private, no-store"
        assert answer.headers["content-disposition"].endswith(f'dossier-{path.rpartition("/")[2]}.json"')
        found = await verified(scene.http, answer.content)
        assert [event.type for event in found.events] == ["SampleRequested", "SampleRequestApproved"]


async def test_strangers_do_not_learn_that_there_is_one(scene: Scene) -> None:
    path = await scene.apply()
    strangers = [Caller(scene.http, role, unique("x")) for role in ("creator", "merchant")]
    for caller, wanted in (*((one, path) for one in strangers), (scene.ops, "/v1/sample-requests/sr_none")):
        for headers in ({}, {"accept": "text/html"}):
            answer = await caller.get(f"{wanted}/dossier", **headers)
            assert (answer.status_code, answer.json()["code"]) == (404, "not-found")
    assert (await scene.http.get(f"{path}/dossier")).status_code == 401
    assert (await scene.http.get(WELL_KNOWN)).status_code == 200


async def test_it_says_what_the_process_and_its_events_say(scene: Scene) -> None:
    path = await scene.apply(note=NOTE, promotion_form="video")
    rejected = await scene.merchant.post(f"{path}/reject", {"reason": "other", "note": NOTE})
    process = rejected.json()
    events = (await scene.ops.get(f"{path}/events")).json()["items"]
    made = (await scene.ops.get(f"{path}/dossier")).json()["dossier"]
    shared = ("id", "kind", "status", "closed_reason", "version", "creator_id", "merchant_id", "product_id")
    assert {name: made["process"][name] for name in shared} == {name: process[name] for name in shared}
    assert made["process"]["closed"] is True
    assert made["details"]["promotion_form"] == "video"
    for name in ("id", "type", "version", "actor", "command_id", "data"):
        assert [event[name] for event in made["events"]] == [event[name] for event in events]
    policy = (await scene.ops.get(f"/v1/policies/{process['policy_version']}")).json()
    assert made["policy"]["version"] == process["policy_version"]
    assert made["policy"]["parameters"]["approval_window"] == policy["policy"]["approval_window"] == "PT48H"
    checks = events[0]["data"]["evaluation"]["checks"]
    assert [one["rule"] for one in made["rules"]] == [check["rule"] for check in checks]
    assert all(one["met"] and one["version"] == 1 and one["title"]["zh"] for one in made["rules"])
    assert made["chain"]["head"] == made["events"][-1]["hash"]


async def test_texts_and_contacts_are_never_in_it(scene: Scene) -> None:
    contact = {"name": "王小明", "phone": "13800138000", "region": "浙江省杭州市", "address": "文三路 90 号"}
    contact_id = unique("contact")
    assert (await scene.service.put(f"/v1/contacts/{contact_id}", contact)).is_success
    path = await scene.apply(note=NOTE, contact_id=contact_id)
    for accept in ("application/json", "text/html"):
        text = (await scene.ops.get(f"{path}/dossier", accept=accept, accept_language="zh")).text
        assert contact_id in text
        assert not [said for said in (NOTE, *contact.values()) if said in text]


async def test_how_a_creator_was_assessed_is_withheld_from_merchants(scene: Scene) -> None:
    path = await scene.apply()
    answer = await scene.merchant.get(f"{path}/dossier")
    assert "evaluation" not in answer.json()["dossier"]["events"][0]["data"]
    assert answer.json()["dossier"]["rules"] == []
    assert (await verified(scene.http, answer.content)).withheld == (1,)
    assert "#1 (evaluation)" in (await scene.merchant.get(f"{path}/dossier?format=html")).text
    assert (await verified(scene.http, (await scene.creator.get(f"{path}/dossier")).content)).withheld == ()


async def test_a_refusal_has_a_dossier_too(scene: Scene) -> None:
    refused = await scene.creator.post("/v1/sample-requests", {**scene.application, "product_id": unique("none")})
    path = f"/v1/sample-requests/{refused.json()['id']}"
    made = (await scene.creator.get(f"{path}/dossier")).json()["dossier"]
    unmet = {one["rule"] for one in made["rules"] if not one["met"]}
    assert unmet == {violation["rule"] for violation in refused.json()["violations"]}


async def test_the_page_in_both_languages(scene: Scene) -> None:
    path = await scene.apply()
    for language, title in (("zh-CN", "履约卷宗"), ("en", "Dossier")):
        answer = await scene.creator.get(f"{path}/dossier", accept="text/html", accept_language=language)
        assert answer.headers["content-type"] == "text/html; charset=utf-8"
        assert answer.headers["content-language"] == language
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert {"Accept", "Accept-Language"} <= set(answer.headers["vary"].split(", "))
        assert f"<h1>{title}</h1>" in answer.text
        assert f"https://luyue.test{WELL_KNOWN}" in answer.text
    assert (await scene.creator.get(f"{path}/dossier?format=html")).text.startswith("<!doctype html>")
    assert (await scene.creator.get(f"{path}/dossier?format=json", accept="text/html")).json()["signature"]
    wrong = await scene.creator.get(f"{path}/dossier?format=pdf")
    assert (wrong.status_code, wrong.json()["violations"][0]["rule"]) == (422, "field:format")


async def test_an_actor_that_looks_like_markup_is_text(scene: Scene) -> None:
    path = await scene.apply()
    evil = "<script>alert(1)</script>"
    token = tokens.issue(SECRET, "service", subject=evil)
    approved = await scene.http.post(f"{path}/approve", headers={"Authorization": f"Bearer {token}"}, timeout=60)
    assert approved.status_code == 200, approved.text
    html = (await scene.ops.get(f"{path}/dossier?format=html")).text
    assert "service:&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert "<script" not in html


async def test_after_a_rotation_the_published_keys_prove_old_and_new(
    scene: Scene, settings: ApiSettings, in_process: Serving
) -> None:
    path = await scene.apply()
    old = (await scene.creator.get(f"{path}/dossier")).content
    retired = json.dumps((await scene.http.get(WELL_KNOWN)).json())
    rotated = {"dossier_key": new_signing_key(), "dossier_retired_keys": retired}
    async with in_process(settings.model_copy(update=rotated)) as http:
        caller = Caller(http, "creator", scene.creator_id)
        new = (await caller.get(f"{path}/dossier")).content
        assert read(new).signature.key_id != read(old).signature.key_id
        for content in (old, new):
            assert await verified(http, content)
    assert "PRIVATE" not in retired
    assert signing_key(DOSSIER_KEY).private_bytes_raw().hex() not in retired


@pytest.mark.parametrize(
    ("accept", "page"),
    [
        ("", False),
        ("*/*", False),
        ("application/json", False),
        ("text/html", True),
        ("text/*", True),
        ("TEXT/HTML; charset=utf-8", True),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", True),
        ("text/html, application/json", False),
        ("application/json, text/html;q=0.9", False),
        ("application/json;q=0.5, text/html;q=0.9", True),
        ("text/html;q=0", False),
        ("text/html;q=nonsense", False),
        (";;,,", False),
    ],
)
def test_a_page_only_where_it_is_preferred(accept: str, page: bool) -> None:
    assert prefers_html(accept) is page


async def test_every_kind_has_one_and_it_is_documented(http: httpx.AsyncClient) -> None:
    document: dict[str, Any] = (await http.get("/openapi.json")).json()
    for served in SERVED:
        operation = document["paths"][f"/v1/{served.collection}/{{id}}/dossier"]["get"]
        assert {"200", "401", "404", "422", "503"} <= set(operation["responses"])
        content = operation["responses"]["200"]["content"]
        assert content["application/json"]["schema"] == {"$ref": "#/components/schemas/DossierFile"}
        assert content["text/html"]["schema"] == {"type": "string"}
        assert {"id", "format"} == {parameter["name"] for parameter in operation["parameters"]}
    assert set(document["components"]["schemas"]["DossierFile"]["required"]) == {"dossier", "signature"}
    assert "get" in document["paths"][WELL_KNOWN]


PIECE = {"reference": "s3:/contracts/1.pdf", "sha256": "0f" * 32}


def brought(made: dict[str, Any]) -> list[tuple[str, str, str]]:
    return [(one["reference"], one["sha256"], one["by"]) for one in made["evidence"]]


async def test_an_order_has_its_terms_its_dispute_and_the_evidence(scene: Scene) -> None:
    offer = {
        "merchant_id": scene.merchant_id,
        "creator_id": scene.creator_id,
        "form": "live",
        "products": [{"product_id": scene.product_id, "commission_rate": "0.15"}],
        "advertising": {"budget": "100.00"},
        "latest_broadcast_at": (datetime.now(UTC) + timedelta(days=5)).isoformat(),
        "note": NOTE,
    }
    proposed = await scene.merchant.post("/v1/cooperation-orders", offer)
    assert proposed.status_code == 201, proposed.text
    path = proposed.headers["location"]
    assert (await scene.creator.post(f"{path}/accept")).status_code == 200
    disputed = await scene.merchant.post(f"{path}/open-dispute", {"claim": NOTE, "evidence": [PIECE]})
    assert disputed.status_code == 200, disputed.text
    answer = await scene.ops.get(f"{path}/dossier")
    made = answer.json()["dossier"]
    assert made["details"]["terms"]["products"] == offer["products"]
    assert made["links"] == [f"dispute/{disputed.json()['details']['dispute_id']}"]
    assert brought(made) == [(*PIECE.values(), "merchant")]
    assert NOTE not in answer.text
    assert (await verified(scene.http, answer.content)).process.stream == made["process"]["stream"]
    assert (await Caller(scene.http, "merchant", unique("m")).get(f"{path}/dossier")).status_code == 404


async def test_a_dispute_has_its_subject_and_the_evidence_of_each_side(scene: Scene) -> None:
    subject = await scene.approved()
    opened = await scene.ops.post(f"{subject}/open-dispute", {"claim": NOTE, "evidence": [PIECE]})
    assert opened.status_code == 201, opened.text
    path = f"/v1/disputes/{opened.json()['id']}"
    other = {"reference": "s3:/photos/2.jpg", "sha256": "a0" * 32}
    assert (await scene.creator.post(f"{path}/add-evidence", {"evidence": [other]})).status_code == 200
    answer = await scene.merchant.get(f"{path}/dossier")
    made = answer.json()["dossier"]
    assert made["links"] == [f"sample-request/{subject.rpartition('/')[2]}"]
    assert brought(made) == [(*PIECE.values(), "ops"), (*other.values(), "creator")]
    assert made["ending"] is None
    assert (await scene.ops.post(f"{path}/withdraw")).status_code == 200
    ended = (await scene.creator.get(f"{path}/dossier")).json()["dossier"]
    assert ended["ending"]["rule"] == "DS-01"
    assert "DS-01" in (await scene.creator.get(f"{path}/dossier?format=html")).text
    assert NOTE not in answer.text
