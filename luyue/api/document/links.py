"""Links from an answer to what can be done next with what it is about: create, then read, then command."""

import re
from collections.abc import Iterator
from typing import Any

from luyue.api.kinds import CAMPAIGN_ENTRIES, DISPUTES

_PARAMETER = re.compile(r"\{(\w+)\}")
_MADE_ELSEWHERE = {
    "/v1/sample-requests/{id}/open-dispute": f"/v1/{DISPUTES.collection}",
    "/v1/campaigns/{id}/entries": f"/v1/{CAMPAIGN_ENTRIES.collection}",
}
"""Operations that make a thing of another collection than their path's."""


def add_links(document: dict[str, Any]) -> None:
    """Links what is made or put to all operations on it.

    Not from commands on: whatever walks along links would take each for a beginning of its own.
    """
    paths: dict[str, Any] = document["paths"]
    for path, methods in paths.items():
        for method, operation in methods.items():
            for status, answer in operation["responses"].items():
                links = dict(_links(paths, method, path, status))
                if links:
                    answer["links"] = links


def _links(paths: dict[str, Any], method: str, path: str, status: str) -> Iterator[tuple[str, dict[str, Any]]]:
    match method, status:
        case "post", "201":
            member = _member(paths, _MADE_ELSEWHERE.get(path, path))
            if member is not None:
                name = _PARAMETER.findall(member)[-1]
                yield from _on(paths, member, {name: f"$response.body#/{name}"})
        case "put", "200":
            yield from _on(paths, path, _given(path), but=method)


def _given(path: str) -> dict[str, str]:
    return {name: f"$request.path.{name}" for name in _PARAMETER.findall(path)}


def _member(paths: dict[str, Any], collection: str) -> str | None:
    """The path of one thing of a collection."""
    return next((path for path in paths if re.fullmatch(rf"{re.escape(collection)}/\{{\w+\}}", path)), None)


def _on(
    paths: dict[str, Any], root: str, known: dict[str, str], but: str | None = None
) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, methods in paths.items():
        is_below = path == root or path.startswith(f"{root}/")
        if not is_below or set(_PARAMETER.findall(path)) != set(known):
            continue
        for method, operation in methods.items():
            if (path, method) != (root, but):
                yield operation["operationId"], _link(operation, known)


def _link(operation: dict[str, Any], known: dict[str, str]) -> dict[str, Any]:
    return {"operationId": operation["operationId"], "parameters": {f"path.{name}": at for name, at in known.items()}}
