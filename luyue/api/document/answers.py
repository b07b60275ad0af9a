"""What holds for the answers of all operations: problems, their statuses, and headers."""

from typing import Any

from luyue.api.document.problem_examples import problem_examples
from luyue.api.permissions import NOBODY, PERMISSIONS
from luyue.api.problems import MEDIA_TYPE, ProblemAnswer
from luyue.api.wording import PROBLEMS

_PROBLEM = {"$ref": f"#/components/schemas/{ProblemAnswer.__name__}"}
_EVERYWHERE = frozenset({401, 414, 429, 431, 503})
_TEXT = {"type": "string"}
_SECONDS = {"type": "integer", "minimum": 1}

REQUEST_ID = {
    "description": "The request's id: the one given in `X-Request-Id`, or one made up. Log lines carry it.",
    "schema": _TEXT,
}
RETRY_AFTER = {"description": "Seconds after which to try again.", "required": True, "schema": _SECONDS}
AUTHENTICATE = {"description": "How to prove who one is.", "required": True, "schema": {"const": "Bearer"}}
LANGUAGE = {"description": "The language of texts for people.", "schema": {"enum": ["en", "zh-CN"]}}
TAG = {"description": "The version, to be sent in `If-Match`.", "schema": {"type": "string", "pattern": '^"[0-9]+"$'}}
LOCATION = {"description": "Where what was made is found.", "required": True, "schema": _TEXT}
KEY = {"description": "The key given, or one made up.", "schema": _TEXT}
REPLAYED = {"description": "Only on a repeat: this is the first answer again.", "schema": {"const": "true"}}


def add_answers(document: dict[str, Any]) -> None:
    """Documents each operation's problems, those of a status in one place, and each answer's headers."""
    problems: dict[str, Any] = {}
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            answers = operation["responses"]
            if path.startswith("/v1/"):
                for status in _statuses(method.upper(), path, operation):
                    problems[f"Problem{status}"] = _problem(status)
                    answers[str(status)] = {"$ref": f"#/components/responses/Problem{status}"}
                operation["responses"] = dict(sorted(answers.items()))
            for status, answer in operation["responses"].items():
                if "$ref" not in answer:
                    answer["headers"] = _headers(document, operation, status, answer)
    document["components"]["responses"] = dict(sorted(problems.items()))
    # FastAPI's own form of invalid fields, which no operation answers with.
    for unused in ("HTTPValidationError", "ValidationError"):
        document["components"]["schemas"].pop(unused, None)


def takes_key(operation: dict[str, Any]) -> bool:
    """Whether an operation takes an Idempotency-Key."""
    return any(one["name"] == "Idempotency-Key" for one in operation.get("parameters", ()))


def _statuses(method: str, path: str, operation: dict[str, Any]) -> list[int]:
    """The route's own, and what the frame around it and the table of permissions add."""
    found = {int(status) for status in operation["responses"] if int(status) >= 400} | _EVERYWHERE
    permission = PERMISSIONS.get(f"{method} {path}", NOBODY)
    relations = {permission.creator, permission.merchant, permission.service, permission.ops}
    found |= {403} if None in relations else set()
    found |= {404} if "{" in path or (None in relations and "own" in relations) else set()
    found |= {413} if "requestBody" in operation else set()
    found |= {409, 422} if takes_key(operation) else set()
    return sorted(found)


def _problem(status: int) -> dict[str, Any]:
    kinds = {code: wording for code, wording in PROBLEMS.items() if wording.status == status}
    headers: dict[str, Any] = {"X-Request-Id": REQUEST_ID, "Content-Language": LANGUAGE}
    if status in (429, 503):
        headers["Retry-After"] = RETRY_AFTER
    if status == 401:
        headers["WWW-Authenticate"] = AUTHENTICATE
    return {
        "description": " · ".join(f"`{code}`: {wording.title_en}" for code, wording in kinds.items()),
        "headers": headers,
        "content": {MEDIA_TYPE: {"schema": _PROBLEM, "examples": problem_examples(status)}},
    }


def _headers(
    document: dict[str, Any], operation: dict[str, Any], status: str, answer: dict[str, Any]
) -> dict[str, Any]:
    headers: dict[str, Any] = {"X-Request-Id": REQUEST_ID}
    if status == "201":
        headers["Location"] = LOCATION
    if _is_versioned(document, answer):
        headers["ETag"] = TAG
    if takes_key(operation):
        headers |= {"Idempotency-Key": KEY, "Idempotent-Replayed": REPLAYED}
    return headers


def _is_versioned(document: dict[str, Any], answer: dict[str, Any]) -> bool:
    reference = answer.get("content", {}).get("application/json", {}).get("schema", {}).get("$ref", "")
    schema = document["components"]["schemas"].get(reference.rpartition("/")[2], {})
    version: dict[str, Any] = schema.get("properties", {}).get("version", {})
    return version.get("type") == "integer"
