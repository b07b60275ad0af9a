"""What the guide for integrators says is there, is there: routes, problems, commands, events, files."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from fastapi import FastAPI

from luyue.api.app import create_app
from luyue.api.kinds import SERVED
from luyue.api.settings import ApiSettings
from luyue.api.wording import PROBLEMS
from luyue.domain.messages import Sender
from luyue.domain.policy import DEFAULT_POLICY
from luyue.domain.process import SHARED_EVENTS
from tests.api.client import DOSSIER_KEY, SECRET
from tests.guide.pages import GUIDE, PAGES, RECEIVERS, blocks

METHODS = ("GET", "POST", "PUT", "DELETE")
ADDRESS = re.compile(rf"(?:({'|'.join(METHODS)}) )?[\"'`]?((?:\$LUYUE_API_URL)?/(?:v1|\.well-known)/[^\s\"'`?)]+)")
LINK = re.compile(r"\]\(([^)\s]+)\)")
IN_CODE = re.compile(r"`([^`\n]+)`")
NO_EVENTS = {"EventSource"}
EVERY_PAGE = pytest.mark.parametrize("page", PAGES)


@pytest.fixture(scope="module")
def app() -> FastAPI:
    """The application, which is asked for nothing but its document: no server is behind it."""
    return create_app(
        ApiSettings(
            environment="development",
            database_url="postgresql://127.0.0.1:1/none",
            jwt_secret=SECRET,
            digest_key=SECRET,
            dossier_key=DOSSIER_KEY,
        )
    )


def addresses(text: str) -> Iterator[tuple[str | None, str]]:
    """The routes that a text names, each with its method where it says which; parameters in any notation."""
    for method, address in ADDRESS.findall(text):
        path = re.sub(r"\$(?!LUYUE)\w+|\{\w+\}|…", "{}", address.removeprefix("$LUYUE_API_URL"))
        yield method or None, path.rstrip(".,;:")


def is_a_route(document: dict[str, object], method: str | None, path: str) -> bool:
    paths = document["paths"]
    assert isinstance(paths, dict)
    for template, operations in paths.items():
        pattern = re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(template))
        if re.fullmatch(pattern, path) and (method is None or method.lower() in operations):
            return True
    return False


@EVERY_PAGE
def test_every_route_is_in_the_document(page: str, app: FastAPI) -> None:
    unknown = [found for found in addresses(PAGES[page]) if not is_a_route(app.openapi(), *found)]
    assert not unknown


def test_routes_are_found_in_the_text_and_one_that_is_not_there_is_noticed(app: FastAPI) -> None:
    assert sum(len(list(addresses(text))) for text in PAGES.values()) > 50
    text = 'send "$creator" POST "/v1/sample-requests/$request/eat" and `GET /v1/nowhere/{id}`.'
    found = list(addresses(text))
    assert found == [("POST", "/v1/sample-requests/{}/eat"), ("GET", "/v1/nowhere/{}")]
    assert not any(is_a_route(app.openapi(), *one) for one in found)


def test_the_table_of_problems_is_the_services() -> None:
    rows = re.findall(r"^\| (\d{3}) \| `([a-z-]+)` \|", PAGES["errors.md"], re.MULTILINE)
    assert {code: int(status) for status, code in rows} == {code: one.status for code, one in PROBLEMS.items()}
    assert len(rows) == len(PROBLEMS)


@EVERY_PAGE
def test_every_event_and_parameter_named_exists(page: str) -> None:
    events = {event.type_name() for served in SERVED for event in (*served.kind.events, *SHARED_EVENTS)}
    named = {
        code.rpartition(".")[2]
        for code in IN_CODE.findall(PAGES[page])
        if re.fullmatch(r"(luyue\.[a-z-]+\.)?([A-Z][a-z]+){2,}", code)
    }
    assert named <= events | NO_EVENTS
    parameters = re.findall(r"`(\w+_(?:window|due|cutoff|close|response|delivery|grace)|due_soon)`", PAGES[page])
    assert all(hasattr(DEFAULT_POLICY, name) for name in parameters)


@EVERY_PAGE
def test_the_lengths_of_time_are_the_policys(page: str) -> None:
    text = PAGES[page]
    told = re.findall(r"`([a-z_]+)`, (\d+) ([hd])\b", text)
    told += [(name, number, unit) for number, unit, name in re.findall(r"(\d+) ([hd]) \(`([a-z_]+)`\)", text)]
    lengths = [timedelta(**{{"h": "hours", "d": "days"}[unit]: int(number)}) for _, number, unit in told]
    assert lengths == [getattr(DEFAULT_POLICY, name) for name, _, _ in told]
    assert len(told) == {"orders.md": 5, "time.md": 2, "campaigns-and-shipments.md": 8}.get(page, 0)


def test_the_commands_that_either_side_sends_are_all_named() -> None:
    either = {
        name
        for served in SERVED
        for name, command in served.kind.commands.items()
        if any(isinstance(mark, Sender) for field in command.model_fields.values() for mark in field.metadata)
    }
    section = PAGES["orders.md"].partition("## `by`")[2].partition("\n## ")[0]
    named = set(IN_CODE.findall(section)) - {"by", '"by": "creator"'}
    assert named == either


@pytest.mark.parametrize("language", RECEIVERS)
def test_the_receivers_are_shown_as_they_are(language: str) -> None:
    assert blocks("webhooks.md", language) == [(language, RECEIVERS[language].read_text(encoding="utf-8"))]


@EVERY_PAGE
def test_every_link_leads_somewhere(page: str) -> None:
    for target in LINK.findall(PAGES[page]):
        path, _, anchor = target.partition("#")
        if path.startswith("https://"):
            continue
        assert (GUIDE / path).exists(), target
        if anchor:
            titles = re.findall(r"^#+ (.+)$", PAGES[path or page], re.MULTILINE)
            assert anchor in {re.sub(r"[^a-z0-9-]", "", title.lower().replace(" ", "-")) for title in titles}, target


def test_every_page_is_in_the_contents() -> None:
    assert set(LINK.findall(PAGES["README.md"])) >= PAGES.keys() - {"README.md"}
