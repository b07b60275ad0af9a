"""`luyue policy`: what it shows, what differs, and what it adds or refuses to add."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from luyue.domain.policy import DEFAULT_POLICY

NEW_YEAR = "2126-01-01T00:00:00+08:00"
DOCUMENT = DEFAULT_POLICY.model_dump(mode="json")
PARAMETERS = set(DOCUMENT) - {"version"}


@pytest.fixture
def file(tmp_path):
    """Writes a document to a file; gives its path."""

    def write(content, name="changes.json"):
        path = tmp_path / name
        path.write_text(content if isinstance(content, str) else json.dumps(content, ensure_ascii=False))
        return str(path)

    return write


def rows(result):
    """The printed rows that begin with a parameter's name: its values."""
    found = {}
    for line in result.output.splitlines():
        name, *values = [part.strip() for part in line.split(maxsplit=2)] or [""]
        if name in PARAMETERS:
            found[name] = values
    return found


async def test_show_the_version_in_force_now(luyue):
    result = await luyue("policy", "show")
    assert result.exit_code == 0, result.output
    assert "version 1  from the beginning" in result.output
    shown = rows(result)
    assert set(shown) == PARAMETERS
    assert shown["approval_window"] == ["PT48H"]
    assert shown["alliance_platform_share"] == ["0.10"]
    assert shown["technical_service_fee"] == ["null"]
    assert (await luyue("policy", "show", "1")).output == result.output


async def test_show_another_version_or_time(luyue, journal):
    moment = datetime.fromisoformat(NEW_YEAR)
    second = DEFAULT_POLICY.model_copy(update={"version": "2", "approval_window": timedelta(hours=24)})
    await journal.policies.add(second, moment, added_by="ops:o1")
    for arguments in (["2"], ["--at", NEW_YEAR]):
        result = await luyue("policy", "show", *arguments)
        assert "version 2  from 2125-12-31 16:00:00Z" in result.output
        assert "by ops:o1" in result.output
        assert rows(result)["approval_window"] == ["PT24H"]
    assert "version 1 " in (await luyue("policy", "show", "--at", "2125-12-31T23:59:59.999999+08:00")).output
    for arguments, reason in (
        (["3"], "There is no policy version 3"),
        (["--at", "tomorrow"], "--at: "),
        (["--at", "2126-01-01T00:00:00"], "--at: "),
        (["2", "--at", NEW_YEAR], "either a version or a time"),
    ):
        result = await luyue("policy", "show", *arguments)
        assert result.exit_code == 1
        assert reason in result.output


async def test_what_is_shown_as_json_can_be_changed_and_added(luyue, file, journal):
    shown = await luyue("policy", "show", "--json")
    document = json.loads(shown.output)
    assert document == DOCUMENT
    document["due_soon"] = "PT12H"
    result = await luyue("policy", "add", file(document), "--version", "2")
    assert result.exit_code == 0, result.output
    assert rows(result) == {"due_soon": ["PT6H", "PT12H"]}
    assert await journal.policies.version("2") == DEFAULT_POLICY.model_copy(
        update={"version": "2", "due_soon": timedelta(hours=12)}
    )


async def test_add_takes_the_rest_from_the_version_in_force(luyue, file, journal):
    before = datetime.now(UTC)
    assert (await luyue("policy", "add", file({"approval_window": "PT24H"}), "--version", "2")).exit_code == 0
    result = await luyue(
        "policy", "add", file({"pickup_rate_minimum": "0.9"}), "--version", "3", "--effective-from", NEW_YEAR
    )
    assert result.exit_code == 0, result.output
    assert "version 3 takes effect at 2125-12-31 16:00:00Z" in result.output
    assert rows(result) == {"pickup_rate_minimum": ["0.85", "0.9"]}
    second, third = await journal.policies.find("2"), await journal.policies.find("3")
    assert before <= second.effective_from <= datetime.now(UTC)
    assert third.policy.approval_window == timedelta(hours=24)
    assert (third.effective_from, third.added_by) == (datetime.fromisoformat(NEW_YEAR), "ops:command-line")
    nothing = await luyue("policy", "add", file({}), "--version", "4")
    assert nothing.exit_code == 0
    assert "No parameter differs." in nothing.output


async def test_add_builds_on_the_version_in_force_then_and_warns_of_what_takes_it_back(luyue, file):
    later = file({"grant_all": False}, "later.json")
    first = await luyue("policy", "add", later, "--version", "later", "--effective-from", NEW_YEAR)
    assert "takes back" not in first.output
    result = await luyue("policy", "add", file({"due_soon": "PT1H", "fact_grace": "PT0S"}), "--version", "2")
    assert result.exit_code == 0, result.output
    told = " ".join(result.output.split())
    assert "version later takes back from 2125-12-31 16:00:00Z on: fact_grace, due_soon" in told
    whole = file(DOCUMENT | {"grant_all": False, "due_soon": "PT3H"}, "whole.json")
    third = await luyue("policy", "add", whole, "--version", "3", "--effective-from", "2127-01-01T00:00:00Z")
    assert third.exit_code == 0, third.output
    assert rows(third) == {"due_soon": ["PT6H", "PT3H"]}
    assert "takes back" not in third.output


async def test_versions_of_newer_code_are_shown_and_built_on(luyue, file, journal):
    await journal.pool.execute(
        "insert into policies (version, effective_from, policy, added_at) values ('2', now(), $1, now())",
        json.dumps(DOCUMENT | {"version": "2", "due_soon": "PT1H", "from_the_future": 1}),
    )
    shown = await luyue("policy", "show", "2", "--json")
    assert json.loads(shown.output) == DOCUMENT | {"version": "2", "due_soon": "PT1H"}
    result = await luyue("policy", "add", file({"due_soon": "PT2H"}), "--version", "3")
    assert (result.exit_code, rows(result)) == (0, {"due_soon": ["PT1H", "PT2H"]}), result.output
    unknown = await luyue("policy", "add", file({"from_the_future": 1}), "--version", "4")
    assert unknown.exit_code == 1
    assert "from_the_future: " in unknown.output


@pytest.mark.parametrize(
    ("content", "reasons"),
    [
        ({"shipping_cutoff": "PT47H"}, ["shipping_cutoff: must not be less than shipping_due"]),
        (
            {"approval": "PT1H", "pickup_rate_minimum": 0.9, "approval_window": "PT0S"},
            ["approval: ", "pickup_rate_minimum: must be a decimal in a string", "approval_window: "],
        ),
        ({"campaign_categories": ["toys", "鞋"]}, ["campaign_categories.1: must be the code"]),
        ("[]", ["must be a JSON object"]),
        ("{", ["cannot be read"]),
        ('{"due_soon": "PT1H", "due_soon": "PT2H"}', ["due_soon is there twice"]),
        ("[" * 100_000, ["cannot be read"]),
    ],
    ids=lambda value: str(value)[:30],
)
async def test_what_cannot_be_is_refused_by_its_name(luyue, file, journal, content, reasons):
    result = await luyue("policy", "add", file(content), "--version", "2")
    assert result.exit_code == 1
    for reason in reasons:
        assert reason in result.output
    assert await journal.policies.find("2") is None


async def test_neither_a_name_nor_a_moment_is_taken_twice_nor_is_the_past_changed(luyue, file):
    changes = file({"due_soon": "PT1H"})
    assert (await luyue("policy", "add", changes, "--version", "2", "--effective-from", NEW_YEAR)).exit_code == 0
    for version, moment, reason in (
        ("1", NEW_YEAR, "version: there is a version 1 already"),
        ("2", "2127-01-01T00:00:00Z", "version: there is a version 2 already"),
        ("two words", NEW_YEAR, "version: "),
        ("3", NEW_YEAR, "effective_from: another version takes effect at that moment"),
        ("3", "2020-01-01T00:00:00Z", "effective_from: a version cannot take effect in the past"),
        ("3", "tomorrow", "--effective-from: "),
    ):
        result = await luyue("policy", "add", changes, "--version", version, "--effective-from", moment)
        assert (result.exit_code, reason in result.output) == (1, True), result.output
    missing = await luyue("policy", "add", "nowhere.json", "--version", "3")
    assert missing.exit_code == 1
    assert "nowhere.json cannot be read" in missing.output


async def test_diff_of_versions_and_files(luyue, file):
    await luyue("policy", "add", file({"due_soon": "PT1H", "grant_all": False}), "--version", "2")
    assert rows(await luyue("policy", "diff", "1", "2")) == {
        "due_soon": ["PT6H", "PT1H"],
        "grant_all": ["true", "false"],
    }
    assert rows(await luyue("policy", "diff", "2", "1"))["due_soon"] == ["PT1H", "PT6H"]
    assert "No parameter differs." in (await luyue("policy", "diff", "2", "2")).output
    part, whole = file({"grant_all": True}, "part.json"), file(DOCUMENT, "whole.json")
    assert rows(await luyue("policy", "diff", "2", part)) == {"grant_all": ["false", "true"]}
    assert rows(await luyue("policy", "diff", whole, part)) == {"due_soon": ["PT6H", "PT1H"]}
    assert "No parameter differs." in (await luyue("policy", "diff", "1", whole)).output
    same_rate = file({"alliance_platform_share": "0.1"}, "rate.json")
    assert "alliance_platform_share" not in (await luyue("policy", "diff", "1", same_rate)).output
    for arguments in (["1", "9"], ["nowhere.json", "1"]):
        result = await luyue("policy", "diff", *arguments)
        assert result.exit_code == 1
        assert f"There is no policy version {arguments[1] if arguments[0] == '1' else arguments[0]}" in result.output
    wrong = await luyue("policy", "diff", "1", file({"due_soon": "soon"}, "wrong.json"))
    assert wrong.exit_code == 1
    assert "due_soon: must be an ISO 8601 duration" in wrong.output
