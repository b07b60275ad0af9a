"""What an operator reads on a process's page in Temporal's UI, as Markdown."""

from collections.abc import Sequence

from luyue.workflows.messages import Outcome, Start


def describe(outcome: Outcome | None, start: Start, recent: Sequence[str], trouble: str | None, waiting: int) -> str:
    """Status, what comes next by when, the last events, and whatever wants attention. Times are UTC."""
    lines: list[str] = []
    if trouble is not None:
        lines += [f"**Attention: handle is failing** and is tried again. {trouble}", ""]
    if outcome is None:
        lines.append("No outcome yet.")
    else:
        lines.append(f"**{outcome.status}** at version {outcome.version}")
        if outcome.next_deadline is not None:
            deadline = outcome.next_deadline
            lines.append(f"- next: `{deadline.name}` at {deadline.due_at.isoformat()}, then {deadline.then}")
        if outcome.wake_at is not None:
            lines.append(f"- timer: {outcome.wake_for}, wall clock {outcome.wake_at.isoformat()}")
    if waiting:
        lines.append(f"- commands waiting: {waiting}")
    if start.refused_signals or start.unreadable_signals:
        lines.append(f"- signals refused: {start.refused_signals}, unreadable: {start.unreadable_signals}")
    if recent:
        lines += ["", "Last:", *(f"- {line}" for line in recent)]
    return "\n".join(lines)
