"""`luyue explain`: why a process was begun or refused, why a shipment looks fake, or what was decided on cart access
and showcases.

From one event alone, plain enough to read on the phone. It reads no facts and no policy of today: what is printed in
two years is what is printed now. Only what the record has no words of is in today's: rules that were met, findings.
"""

import asyncio
import json
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from rich.console import Console

from luyue.cli.explained_words import PHRASES, Language, fact_name, rule_title, word
from luyue.cli.explanation import Explanation, decision_explained, explained, shipment_explained
from luyue.cli.newer_code import known_events
from luyue.cli.output import console, moment
from luyue.cli.streams import kind_of, stream_of
from luyue.cli.surroundings import database_url, give_up
from luyue.domain.evaluation import Check, Evaluation
from luyue.domain.messages import Violation
from luyue.domain.process import Kind
from luyue.domain.rulebook.rule import NOT_APPLICABLE
from luyue.domain.shipment import SHIPMENT
from luyue.domain.shipment.findings import MEANINGS
from luyue.journal.journal import Journal

BEIJING = ZoneInfo("Asia/Shanghai")
NOTHING = "–"
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|\+00:00)")
_DECISIONS: Mapping[str, str] = {
    "cart-access": "cart-access-decision",
    "cart-access-decision": "cart-access-decision",
    "showcase": "showcase-decision",
    "showcase-decision": "showcase-decision",
}
"""Where decisions are on record, by how they are asked for."""
_OF_IDS = frozenset({"CA-04.own_shop"})
"""Rules that compare ids: those are not codes, whatever they look like."""
_VERBATIM = frozenset({"stated", "reasons"})
"""Keys of texts that are the platform's own."""


def run(id: str, language: Language, version: int | None = None) -> None:
    """Prints why a process was begun or refused, or a decision: that of a version, or the last."""
    kind, _, rest = id.partition("/")
    if kind in _DECISIONS and rest:
        subject, _, named = rest.partition("@")
        if version is None and named.isascii() and named.isdigit():
            rest, version = subject, int(named)
        stream = f"{_DECISIONS[kind]}/{rest}"
        explanation = asyncio.run(_read_decision(stream, version))
    else:
        if version is not None:
            give_up("Only decisions on cart access and showcases have versions to explain.")
        stream = stream_of(id)
        explanation = asyncio.run(_read(kind_of(stream), stream))
    if explanation is None:
        give_up(f"There is no {stream}." if version is None else f"There is no {stream} at version {version}.")
    print_explanation(explanation, language, console())


async def _read(kind: Kind[Any], stream: str) -> Explanation | None:
    journal = await Journal.open(database_url(), size=2)
    try:
        with known_events(stream):
            if kind is SHIPMENT:
                return shipment_explained(await journal.streams.history(stream))
            return explained(kind, await journal.streams.history(stream, up_to=1))
    finally:
        await journal.close()


async def _read_decision(stream: str, version: int | None) -> Explanation | None:
    journal = await Journal.open(database_url(), size=2)
    try:
        events = await journal.streams.history(stream)
    finally:
        await journal.close()
    wanted = [event for event in events if version in (None, event.version)]
    return decision_explained(wanted[-1]) if wanted else None


def print_explanation(explanation: Explanation, language: Language, output: Console) -> None:
    """The parties, the facts' versions, every rule that was not met with what helps, then those that were."""
    words = {name: getattr(text, language) for name, text in PHRASES.items()}
    _print_head(explanation, words, output)
    if explanation.evaluation is not None:
        _print_evaluation(explanation.evaluation, words, language, output)
        return
    for phrase in explanation.instead:
        output.print(words[phrase], soft_wrap=True)
    for violation in explanation.violations:
        _print_rule(_as_check(violation), words, language, output)
    for finding in explanation.findings:
        meaning = MEANINGS[finding]
        output.print(f"  {meaning.rule}  {getattr(meaning.wording, language)}", soft_wrap=True)


def _print_head(explanation: Explanation, words: Mapping[str, str], output: Console) -> None:
    event, version = explanation.event, explanation.version
    output.print(event.stream, style="bold", soft_wrap=True)
    lines = {
        explanation.by: event.actor,
        "at": f"{moment(event.occurred_at)} ({_beijing(event.occurred_at)} {words['beijing']})",
        **explanation.parties,
        "decision": str(version) if version is not None else None,
        "policy": explanation.policy_version,
    }
    for name, value in lines.items():
        if value:
            output.print(f"{words[name]}: {value}", soft_wrap=True)


def _print_evaluation(evaluation: Evaluation, words: Mapping[str, str], language: Language, output: Console) -> None:
    if evaluation.facts:
        output.print(f"{words['facts']}:")
    for stream, version in sorted(evaluation.facts.items()):
        known = words["version"].format(version) if version else words["unreported"]
        output.print(f"  {stream}  {known}", soft_wrap=True)
    output.print()
    failed = [check for check in evaluation.checks if not check.passed]
    counted = words["refused" if failed else "eligible"].format(total=len(evaluation.checks), failed=len(failed))
    output.print(counted, style="bold", soft_wrap=True)
    for check in (*failed, *(check for check in evaluation.checks if check.passed)):
        _print_rule(check, words, language, output)


def _print_rule(check: Check, words: Mapping[str, str], language: Language, output: Console) -> None:
    verdict = words["passed" if check.passed else "failed"]
    if check.passed:
        title = rule_title(check.rule, language) or words["untitled"]
        compared = _compared_briefly(check, words, language)
        output.print(f"{verdict}  {check.rule}  {title}  {compared}", soft_wrap=True)
        return
    said = f"  {getattr(check.message, language)}" if check.message else ""
    output.print()
    output.print(f"{verdict}  {check.rule}{said}", soft_wrap=True)
    names = [fact_name(path, language) for path in check.missing]
    observed, required = (_shown(value, words, language, check.rule) for value in (check.observed, check.required))
    if names:
        observed = words["comma"].join(f"{name} {words['unreported']}" for name in names)
    output.print(f"    {words['observed']}: {observed}", soft_wrap=True)
    output.print(f"    {words['required']}: {required}", soft_wrap=True)
    if check.remedy is not None:
        # The record names missing facts by their paths.
        remedy = getattr(check.remedy, language)
        if names:
            remedy = remedy.replace(", ".join(check.missing), words["comma"].join(names), 1)
        output.print(f"    {words['remedy']}: {remedy}", soft_wrap=True)


def _compared_briefly(check: Check, words: Mapping[str, str], language: Language) -> str:
    """What a rule that was met had seen and wanted, for the rest of its line."""
    if check.observed == NOT_APPLICABLE:
        return words["not_applicable"]
    observed, required = (_shown(value, words, language, check.rule) for value in (check.observed, check.required))
    return f"{words['observed']}: {observed}{words['comma']}{words['required']}: {required}"


def _as_check(violation: Violation) -> Check:
    observed = violation.observed
    return Check(
        rule=violation.rule,
        passed=False,
        observed=observed,
        missing=tuple(observed.get("missing", ())) if isinstance(observed, dict) else (),
        required=violation.required,
        message=violation.message,
        remedy=violation.remedy,
    )


def _shown(value: Any, words: Mapping[str, str], language: Language, within: str) -> str:
    """A value as it is read out; `within` is the rule or the key that it belongs to."""
    match value:
        case None:
            return words["unreported"]
        case bool():
            return words["yes" if value else "no"]
        case str():
            verbatim = within in _OF_IDS or within in _VERBATIM
            return value if verbatim else word(value, language) or _moment_or(value)
        case list():
            return " / ".join(_shown_inside(one, words, language, within) for one in value) or NOTHING
        case dict():
            pairs = [
                f"{word(key, language) or key.replace('_', ' ')} {_shown_inside(one, words, language, key)}"
                for key, one in value.items()
            ]
            return words["comma"].join(pairs) or NOTHING
        case _:
            return json.dumps(value)


def _shown_inside(value: Any, words: Mapping[str, str], language: Language, within: str) -> str:
    shown = _shown(value, words, language, within)
    return f"({shown})" if isinstance(value, dict) else shown


def _moment_or(value: str) -> str:
    """A time as times are printed here; anything else as it is."""
    return moment(datetime.fromisoformat(value)) if _MOMENT.fullmatch(value) else value


def _beijing(at: datetime) -> str:
    return at.astimezone(BEIJING).strftime("%Y-%m-%d %H:%M:%S")
