"""What an operator reads on a process's page in Temporal's UI, as Markdown."""

from collections.abc import Sequence

from luyue.workflows.messages import Outcome, Start


def describe(outcome: Outcome | None, start: Start, recent: Sequence[str], trouble: str | None, waiting: int) -> str:
    """Status, what comes next by when, the last events, and whatever wants attention. Times are UTC."""
    parts: list[str] = []
    if trouble is not None:
        parts.append(f"**Attention: handle is failing** and is tried again. {trouble}")
    parts.append(f"**{outcome.status}** at version {outcome.version}" if outcome else "No outcome yet.")
    facts: list[str] = []
    if outcome is not None and outcome.next_deadline is not None:
        deadline = outcome.next_deadline
        facts.append(
            f"next deadline: `{deadline.name}` at {deadline.due_at:%Y-%m-%d %H:%M:%S} UTC, then {deadline.then}"
        )
    if outcome is not None and outcome.wake_at is not None:
        facts.append(f"acts next: {outcome.wake_for}, by the wall clock at {outcome.wake_at:%Y-%m-%d %H:%M:%S} UTC")
    if waiting:
        facts.append(f"commands waiting: {waiting}")
    if start.refused_signals or start.unreadable_signals:
        facts.append(f"signals refused: {start.refused_signals}, unreadable: {start.unreadable_signals}")
    if facts:
        parts.append(_listed(facts))
    if recent:
        parts += ["Last, newest first:", _listed(recent[::-1])]
    return "\n\n".join(parts)


def _listed(lines: Sequence[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)
