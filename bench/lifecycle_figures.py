"""What runs of lifecycles come to: the figures of `bench.lifecycle`, and the names of the ways that it plays."""

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median

from temporalio.api.enums.v1 import EventType
from temporalio.client import Client

from bench import lifecycles
from bench.load import Measured
from bench.result import Figure, Machine, percentile, write

FLOOR, WITHOUT_HTTP, THROUGH_THE_API = "floor", "without HTTP", "through the API"
DBOS, RULED_DBOS, POLLING = "DBOS", "DBOS, our rules", "polling table"
OURS, RIVALS = (WITHOUT_HTTP, THROUGH_THE_API), (DBOS, RULED_DBOS, POLLING)
WAYS = (FLOOR, *OURS, *RIVALS)
ACTIONS = {
    EventType.EVENT_TYPE_WORKFLOW_EXECUTION_STARTED,
    EventType.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED,
    EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED,
    EventType.EVENT_TYPE_TIMER_STARTED,
    EventType.EVENT_TYPE_MARKER_RECORDED,
    EventType.EVENT_TYPE_UPSERT_WORKFLOW_SEARCH_ATTRIBUTES,
}
"""What Temporal Cloud bills: starts, updates, signals, timers, local activities, search attributes."""
_AIMS = {WITHOUT_HTTP: ">= 0.75", THROUGH_THE_API: ">= 0.65"}


def report(
    measured: Mapping[str, Sequence[Measured]], at_once: int, machine: Machine, history: str, output: Path
) -> None:
    """Lifecycles a second and a CPU second, and each command's latency: medians over the runs."""
    figures = [*_speeds(measured), *_processor(measured), *_latencies(measured)]
    each = [f"{way}, run by run: {' '.join(f'{one.per_second:.1f}' for one in runs)}" for way, runs in measured.items()]
    parts = [
        f"{way}, CPU-ms by part: " + ", ".join(f"{part} {cost:.0f}" for part, cost in _by_part(runs).items())
        for way, runs in measured.items()
    ]
    title = f"Lifecycles of {len(lifecycles.COMMANDS)} commands, {at_once} at once"
    write("lifecycles", title, figures, machine, notes=[*each, *parts, history], output=output)


def _speeds(measured: Mapping[str, Sequence[Measured]]) -> list[Figure]:
    """The ratios are paired, run by run: the machine's own speed moves between runs."""
    figures = []
    for way, runs in measured.items():
        speed = median(one.per_second for one in runs)
        if way == FLOOR or FLOOR not in measured:
            figures.append(Figure(way, speed, "lifecycles/s"))
            continue
        paired = median(one.per_second / base.per_second for one, base in zip(runs, measured[FLOOR], strict=True))
        figures.append(Figure(way, speed, "lifecycles/s", ratio_to=FLOOR, ratio=paired, aim=_AIMS.get(way)))
    return figures


def _processor(measured: Mapping[str, Sequence[Measured]]) -> list[Figure]:
    """Ours beside the floor's, and through the API beside each rival's: with all programs that work for it."""
    speeds = {way: median(one.lifecycles / sum(one.cpu.values()) for one in runs) for way, runs in measured.items()}
    figures = []
    for way, speed in speeds.items():
        name, unit, beside = f"{way}, a CPU second", "lifecycles", f"{FLOOR}, a CPU second"
        if way == FLOOR or FLOOR not in speeds:
            figures.append(Figure(name, speed, unit))
        else:
            figures.append(Figure(name, speed, unit, ratio_to=beside, ratio=speed / speeds[FLOOR]))
    if THROUGH_THE_API not in speeds:
        return figures
    ours = speeds[THROUGH_THE_API]
    for rival in (one for one in RIVALS if one in speeds):
        name, aim = f"{THROUGH_THE_API} beside {rival}", ">= 1.0" if rival in (DBOS, RULED_DBOS) else None
        beside = f"{rival}, a CPU second"
        figures.append(Figure(name, ours, "lifecycles", ratio_to=beside, ratio=ours / speeds[rival], aim=aim))
    return figures


def _latencies(measured: Mapping[str, Sequence[Measured]]) -> list[Figure]:
    """p50 and p99 of a command, whichever it is, beside the floor's."""
    figures = []
    for percent in (50, 99):
        floor = 0.0
        for way, runs in measured.items():
            seconds = [one for run in runs for command in run.commands.values() for one in command]
            value, name = 1000 * percentile(seconds, percent), f"{way}, a command's p{percent}"
            if way == FLOOR:
                floor = value
            if way == FLOOR or not floor:
                figures.append(Figure(name, value, "ms"))
            else:
                figures.append(
                    Figure(name, value, "ms", ratio_to=f"{FLOOR}, a command's p{percent}", ratio=value / floor)
                )
    return figures


def _by_part(runs: Sequence[Measured]) -> dict[str, float]:
    return {part: median(one.cpu_ms[part] for one in runs) for part in runs[0].cpu_ms}


async def history_of_one(client: Client) -> str:
    """What one sample request leaves in Temporal, in words; `bench.storage` counts its parcel's process as well."""
    async for workflow in client.list_workflows("`Status` = 'COMPLETED'", limit=1):
        history = await client.get_workflow_handle(workflow.id, run_id=workflow.run_id).fetch_history()
        kinds = Counter(event.event_type for event in history.events)
        actions = sum(number for kind, number in kinds.items() if kind in ACTIONS)
        tasks = kinds[EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED]
        commands = len(lifecycles.COMMANDS)
        return (
            f"A sample request, without its parcel: {len(history.events)} history events "
            f"({len(history.events) / commands:.1f} a command), {tasks} workflow tasks for {commands} commands, "
            f"{actions} Temporal actions."
        )
    return "No lifecycle was completed."
