"""Problems: their members, their language, and the fields and rules they name."""

import httpx
import pytest
from starlette.requests import Request

from luyue.api.app import create_app
from luyue.api.problems import Problem, response
from luyue.api.settings import ApiSettings
from luyue.api.wording import PROBLEMS, chosen
from tests.api.client import Scene, unique


async def test_a_problem_has_what_the_contract_says(scene: Scene) -> None:
    path = await scene.apply()
    shipment = {"carrier": "SF", "tracking_no": "SF123456"}
    answer = await scene.merchant.post(f"{path}/ship", shipment, X_Request_Id="req-7")
    assert answer.status_code == 409
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["x-request-id"] == "req-7"
    assert answer.json() == {
        "type": "https://luyue.test/problems#not-allowed-in-status",
        "title": "Not allowed in this status",
        "status": 409,
        "detail": "The status does not allow this; `allowed_actions` are what you can do now.",
        "code": "not-allowed-in-status",
        "request_id": "req-7",
        "violations": [
            {
                "rule": "status",
                "message": "ship is not allowed in status PENDING.",
                "observed": "PENDING",
                "required": None,
                "remedy": "See the process's allowed_actions for what can be done now.",
                "policy_version": "1",
            }
        ],
        "allowed_actions": ["approve", "reject"],
    }


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        (None, "en"),
        ("", "en"),
        ("zh-CN", "zh"),
        ("zh", "zh"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        ("en-GB,en;q=0.9,zh;q=0.8", "en"),
        ("fr, zh;q=0.5", "zh"),
        ("fr", "en"),
        ("zh;q=0", "en"),
        ("zh;q=x", "en"),
        (";;;,,", "en"),
    ],
)
def test_the_language_is_the_callers(accepted: str | None, language: str) -> None:
    assert chosen(accepted) == language


async def test_every_kind_of_problem_in_both_languages(scene: Scene) -> None:
    path = await scene.apply()
    asked = [
        (404, scene.creator, "GET", "/v1/sample-requests/sr_none", None),
        (403, scene.creator, "POST", f"{path}/approve", None),
        (405, scene.creator, "PATCH", path, None),
        (409, scene.merchant, "POST", f"{path}/ship", {"carrier": "SF", "tracking_no": "SF123456"}),
        (412, scene.merchant, "POST", f"{path}/approve", None),
        (422, scene.merchant, "POST", f"{path}/reject", {"reason": "whim"}),
        (422, scene.creator, "POST", "/v1/sample-requests", scene.application),
    ]
    for status, caller, method, address, body in asked:
        for language, tag in (("zh", "zh-CN"), ("en", "en")):
            headers = {"If-Match": '"7"'} if status == 412 else {}
            answer = await caller.call(method, address, body, Accept_Language=tag, **headers)
            problem = answer.json()
            assert (answer.status_code, problem["status"]) == (status, status)
            assert answer.headers["content-language"] == tag
            wording = PROBLEMS[problem["code"]]
            assert problem["title"] == wording.title(language)  # type: ignore[arg-type]
            assert problem["detail"] == wording.detail(language)  # type: ignore[arg-type]
            assert problem["request_id"] == answer.headers["x-request-id"]
            for violation in problem["violations"]:
                is_chinese = any("\u4e00" <= character <= "\u9fff" for character in violation["message"])
                assert is_chinese == (language == "zh")


async def test_refusals_name_rule_and_remedy(scene: Scene) -> None:
    await scene.apply()
    answer = await scene.creator.post("/v1/sample-requests", scene.application, Accept_Language="zh-CN")
    assert answer.json()["violations"] == [
        {
            "rule": "SR-16",
            "message": "您对该商品已有进行中的样品申请。",
            "observed": 1,
            "required": 0,
            "remedy": "请先完成或撤回该申请。",
            "policy_version": "1",
        }
    ]


async def test_every_invalid_field_is_named(scene: Scene) -> None:
    body = {"creator_id": "no spaces allowed", "promotion_form": "song", "extra": 1}
    answer = await scene.service.post("/v1/sample-requests", body)
    assert answer.status_code == 422
    named = {violation["rule"] for violation in answer.json()["violations"]}
    assert named == {"field:creator_id", "field:product_id", "field:promotion_form", "field:extra"}


@pytest.mark.parametrize("body", ["[" * 100_000, '{"a":' * 100_000, '{"creator_id": ' + "7" * 5_000 + "}"])
async def test_json_that_the_parser_gives_up_on_is_told_of_the_body(scene: Scene, body: str) -> None:
    headers = {"Authorization": scene.service.authorization, "Content-Type": "application/json"}
    for language in ("en", "zh-CN"):
        sent = {**headers, "Accept-Language": language}
        answer = await scene.http.post("/v1/sample-requests", content=body, headers=sent)
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
        [violation] = answer.json()["violations"]
        assert violation["rule"] == "field:body"


async def test_nested_fields_are_named_by_their_path(scene: Scene) -> None:
    cart = [{"product_id": "p", "added_at": "yesterday"}]
    body = {"creator_id": "c", "started_at": "2026-01-01T00:00:00Z", "cart": cart}
    answer = await scene.service.put(f"/v1/live-sessions/{unique('l')}", body, Accept_Language="zh-CN")
    assert answer.json()["violations"][0]["rule"] == "field:cart.0.added_at"
    assert answer.json()["violations"][0]["message"] == "字段 cart.0.added_at 无效:须为 RFC 3339 时间"


async def test_what_was_sent_is_never_told_back(scene: Scene) -> None:
    body = {"name": "李雷", "phone": "not a phone: 13800000000 李雷", "region": "", "address": "南京路"}
    answer = await scene.service.put(f"/v1/contacts/{unique('k')}", body)
    assert answer.status_code == 422
    assert "13800000000" not in answer.text
    assert "李雷" not in answer.text


async def test_if_match(scene: Scene) -> None:
    path = await scene.apply()
    other = ('"7"', '"0"', '"01"', '"abc"', "7", "", '"99999999999999999999"', '"7", "8"', '"1,2"', '"7", *')
    weak = ('W/"1"', 'W/"2"', 'W/"1", "2"')
    for outdated in (*other, *weak):
        answer = await scene.merchant.post(f"{path}/approve", If_Match=outdated)
        assert answer.status_code == 412, outdated
        assert answer.json()["code"] == "outdated"
    read = await scene.merchant.get(path)
    assert (await scene.merchant.post(f"{path}/approve", If_Match=read.headers["etag"])).status_code == 200
    shipment = {"carrier": "SF", "tracking_no": "SF123456"}
    assert (await scene.merchant.post(f"{path}/ship", shipment, If_Match="*")).status_code == 200


@pytest.mark.parametrize("listed", ['"1", "2"', '"7","1"', ' "abc" ,, W/"1", "1",', '"a,b", "1"', '"1"', "*"])
async def test_if_match_matches_any_that_is_listed(scene: Scene, listed: str) -> None:
    path = await scene.apply()
    answer = await scene.merchant.post(f"{path}/approve", If_Match=listed)
    assert answer.status_code == 200, answer.text


async def test_if_match_of_nothing(scene: Scene) -> None:
    answer = await scene.merchant.post("/v1/sample-requests/sr_none/approve", If_Match="*")
    assert answer.status_code == 404


async def test_every_answer_has_a_request_id(http: httpx.AsyncClient, scene: Scene) -> None:
    assert (await http.get("/healthz")).headers["x-request-id"]
    assert (await http.get("/v1/x")).headers["x-request-id"]
    unusable = await scene.creator.get("/v1/sample-requests", X_Request_Id="two words")
    assert unusable.headers["x-request-id"] != "two words"


async def test_what_depends_on_the_language_says_so(scene: Scene) -> None:
    path = await scene.apply()
    asked = [
        await scene.creator.get("/v1/sample-requests/sr_none"),
        await scene.creator.get("/v1/inbox"),
        await scene.creator.get(f"/v1/eligibility/cart-access?creator_id={scene.creator_id}"),
        await scene.merchant.post(f"{path}/ship", {"carrier": "SF", "tracking_no": "SF1"}, Idempotency_Key="k"),
        await scene.merchant.post(f"{path}/ship", {"carrier": "SF", "tracking_no": "SF1"}, Idempotency_Key="k"),
        await scene.http.get("/v1/sample-requests"),
    ]
    for answer in asked:
        assert answer.headers["vary"] == "Accept-Language", answer.request.url
    page = await scene.creator.get(f"{path}/dossier", Accept="text/html")
    assert page.headers["vary"].lower().count("accept-language") == 1
    assert "vary" not in (await scene.creator.get(path)).headers


async def test_types_point_to_a_page_that_explains_them(http: httpx.AsyncClient) -> None:
    page = (await http.get("/problems")).text
    for code in PROBLEMS:
        assert f'id="{code}"' in page


async def test_who_is_to_come_again_is_told_when(settings: ApiSettings) -> None:
    app = create_app(settings)
    for code, wording in PROBLEMS.items():
        request = Request({"type": "http", "app": app, "headers": [], "state": {"request_id": "r"}})
        told = "retry-after" in response(request, Problem(code)).headers
        assert told == (wording.status in (429, 503) or code == "still-running"), code
