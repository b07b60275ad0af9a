"""`luyue explain`: why a process was begun or refused, from its first event alone, plain enough to read on the phone.

It reads no facts and no policy of today: what is printed in two years is what is printed now.
"""

import asyncio
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from zoneinfo import ZoneInfo

from rich.console import Console

from luyue.cli.output import console, moment
from luyue.cli.streams import kind_of, stream_of
from luyue.cli.surroundings import database_url, give_up
from luyue.domain.messages import Text, Violation
from luyue.domain.process import Kind, Summary
from luyue.domain.rulebook.rule import NOT_APPLICABLE, Check, Evaluation
from luyue.journal.journal import Journal
from luyue.journal.streams import Recorded, fold_recorded, happened

Language = Literal["zh", "en"]
BEIJING = ZoneInfo("Asia/Shanghai")

_WORDS: Mapping[str, Text] = {
    "asked": Text(zh="申请人", en="Asked by"),
    "at": Text(zh="时间", en="At"),
    "creator": Text(zh="创作者", en="Creator"),
    "merchant": Text(zh="商家", en="Merchant"),
    "product": Text(zh="商品", en="Product"),
    "policy": Text(zh="政策版本", en="Policy version"),
    "facts": Text(zh="当时依据的资料", en="Facts as known then"),
    "version": Text(zh="第 {} 版", en="version {}"),
    "unreported": Text(zh="未提供", en="not reported"),
    "eligible": Text(zh="通过:全部 {total} 条规则均满足。", en="Accepted: all {total} rules were met."),
    "refused": Text(
        zh="未通过:{total} 条规则中有 {failed} 条不满足。", en="Refused: {failed} of {total} rules not met."
    ),
    "failed": Text(zh="不满足", en="NOT MET"),
    "passed": Text(zh="满足", en="MET"),
    "observed": Text(zh="当时情况", en="observed"),
    "required": Text(zh="要求", en="required"),
    "remedy": Text(zh="解决办法", en="what helps"),
    "not_applicable": Text(zh="不适用", en="does not apply"),
    "yes": Text(zh="是", en="yes"),
    "no": Text(zh="否", en="no"),
    "beijing": Text(zh="北京时间", en="in Beijing"),
    "not_kept": Text(
        zh="该申请早于规则判定的存档,当时的逐条判定没有记录。",
        en="This was decided before evaluations were kept: what each rule said is not on record.",
    ),
    "violations": Text(zh="存档中的拒绝原因:", en="The reasons of the refusal that are on record:"),
}


@dataclass(frozen=True)
class Explanation:
    """A process's first event: who wanted what when, and what the rules said of it as far as that was kept."""

    event: Recorded
    parties: Summary
    policy_version: str
    evaluation: Evaluation | None
    violations: Sequence[Violation]


def run(id: str, language: Language) -> None:
    """Prints why a process was begun or refused."""
    stream = stream_of(id)
    explanation = asyncio.run(_read(kind_of(stream), stream))
    if explanation is None:
        give_up(f"There is no {stream}.")
    print_explanation(explanation, language, console())


async def _read(kind: Kind[Any], stream: str) -> Explanation | None:
    journal = await Journal.open(database_url(), size=2)
    try:
        return explained(kind, await journal.streams.history(stream, up_to=1))
    finally:
        await journal.close()


def explained(kind: Kind[Any], events: Sequence[Recorded]) -> Explanation | None:
    """What a process's first event says, or None where there is none."""
    if not events:
        return None
    first = happened(kind, events[0]).event
    state = fold_recorded(kind, events[:1])
    return Explanation(
        event=events[0],
        parties=kind.summary(state),
        policy_version=state.policy_version or "",
        evaluation=getattr(first, "evaluation", None),
        violations=getattr(first, "violations", ()),
    )


def print_explanation(explanation: Explanation, language: Language, output: Console) -> None:
    """The parties, the facts' versions, every rule that was not met with what helps, then those that were."""
    words = {name: getattr(text, language) for name, text in _WORDS.items()}
    _print_head(explanation, words, output)
    if explanation.evaluation is not None:
        _print_evaluation(explanation.evaluation, words, language, output)
        return
    output.print(words["not_kept"], soft_wrap=True)
    if explanation.violations:
        output.print(words["violations"])
    for violation in explanation.violations:
        _print_rule(_as_check(violation), words, language, output)


def _print_head(explanation: Explanation, words: Mapping[str, str], output: Console) -> None:
    event, parties = explanation.event, explanation.parties
    output.print(event.stream, style="bold", soft_wrap=True)
    lines = {
        "asked": event.actor,
        "at": f"{moment(event.occurred_at)} ({_beijing(event.occurred_at)} {words['beijing']})",
        "creator": parties.creator_id,
        "merchant": parties.merchant_id,
        "product": parties.product_id,
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
    said = f"  {getattr(check.message, language)}" if check.message else ""
    if not check.passed:
        output.print()
    output.print(f"{verdict}  {check.rule}{said}{_compared_briefly(check, words)}", soft_wrap=True)
    if check.passed:
        return
    observed = ", ".join(f"{path} {words['unreported']}" for path in check.missing) or _shown(check.observed, words)
    output.print(f"    {words['observed']}: {observed}", soft_wrap=True)
    output.print(f"    {words['required']}: {_shown(check.required, words)}", soft_wrap=True)
    if check.remedy is not None:
        output.print(f"    {words['remedy']}: {getattr(check.remedy, language)}", soft_wrap=True)


def _compared_briefly(check: Check, words: Mapping[str, str]) -> str:
    """What a rule that was met had seen and wanted, for the rest of its line."""
    if not check.passed:
        return ""
    if check.observed == NOT_APPLICABLE:
        return f"  {words['not_applicable']}"
    return (
        f"  {words['observed']}: {_shown(check.observed, words)}, {words['required']}: {_shown(check.required, words)}"
    )


def _as_check(violation: Violation) -> Check:
    return Check(
        rule=violation.rule,
        passed=False,
        observed=violation.observed,
        required=violation.required,
        message=violation.message,
        remedy=violation.remedy,
    )


def _shown(value: Any, words: Mapping[str, str]) -> str:
    """A value as it is read out."""
    match value:
        case None:
            return words["unreported"]
        case bool():
            return words["yes" if value else "no"]
        case str():
            return value
        case list():
            return " / ".join(_shown_within(one, words) for one in value) or "–"
        case dict():
            return ", ".join(f"{name.replace('_', ' ')} {_shown_within(one, words)}" for name, one in value.items())
        case _:
            return json.dumps(value)


def _shown_within(value: Any, words: Mapping[str, str]) -> str:
    return f"({_shown(value, words)})" if isinstance(value, dict) else _shown(value, words)


def _beijing(at: datetime) -> str:
    return at.astimezone(BEIJING).strftime("%Y-%m-%d %H:%M:%S")
