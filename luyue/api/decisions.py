"""Decisions on cart access and showcases: put on record as they are made, and told to whoever is refused."""

from datetime import datetime

from luyue.api.context import Context
from luyue.api.problems import Problem
from luyue.domain.evaluation import Evaluation
from luyue.domain.facts import Decided


async def put_on_record(asked: Context, stream: str, evaluation: Evaluation, *, command_id: str, at: datetime) -> None:
    """Records a decision as the caller's; the same as the one before changes nothing.

    Raises `Problem` with every violation where the decision is a refusal; its `id` is what `luyue explain` takes.
    """
    kept = await asked.journal.facts.report(
        stream,
        Decided(granted=evaluation.eligible, evaluation=evaluation.kept()),
        actor=asked.caller.actor,
        command_id=command_id,
        at=at,
    )
    if not evaluation.eligible:
        raise Problem("refused", evaluation.violations(), id=f"{stream}@{kept.version}")
