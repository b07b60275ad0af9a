"""What so many sample requests a day take: cores, shards, storage, Temporal actions and money, from measured figures.

Nothing here measures; what was measured is `Figures`, what was assumed is `Assumptions`.
"""

import json
from dataclasses import dataclass, field
from math import ceil, log2
from pathlib import Path

SECONDS_A_DAY = 86_400
DAYS_A_MONTH = 30
GIB = 2**30


@dataclass(frozen=True)
class Figures:
    """Measured, for one lifecycle: a sample request of seven commands and the process that watches its parcel."""

    cpu_ms: dict[str, float]
    temporal_on_postgres: float
    commands: float
    actions: float
    history_events: float
    events: float
    journal_bytes: float
    passing_bytes: float
    history_bytes: float
    shards_a_core: float

    @classmethod
    def read(cls, path: Path) -> "Figures":
        """From a file with value, unit and source of each; raises TypeError where one is missing or unknown."""
        return cls(**{name: entry["value"] for name, entry in json.loads(path.read_text(encoding="utf-8")).items()})


def assumed(default: float, meaning: str) -> float:
    """An assumption with its default, and what it says."""
    value: float = field(default=default, metadata={"meaning": meaning})
    return value


@dataclass(frozen=True)
class Assumptions:
    """Not measured here: each is an option of the script."""

    peak: float = assumed(3, "the busiest minutes of a day, in times of its mean")
    busy: float = assumed(0.6, "how much of each core is used then")
    open_days: float = assumed(20, "how long a sample request is open, on average")
    retention_days: float = assumed(7, "how long Temporal keeps a closed one")
    copies: float = assumed(3, "of each byte: the primary, a standby and backups")
    cell: float = assumed(50, "lifecycles a second that one cell, two Postgres servers with it, is trusted with")
    cores_a_pod: float = assumed(1, "of API and worker, each of which is one Python process")
    connections_a_pod: float = assumed(16, "to Postgres: `LUYUE_DATABASE_CONNECTIONS`")
    core_price: float = assumed(25, "dollars a month, with its memory")
    gib_price: float = assumed(0.1, "dollars a month")
    action_price: float = assumed(25, "dollars a million, at Temporal Cloud")


@dataclass(frozen=True)
class Needs:
    """What a number of sample requests a day takes. Bytes are without copies; money is in dollars a month."""

    requests_a_day: float
    mean: float
    peak: float
    commands_at_peak: float
    events_at_peak: float
    history_events_at_peak: float
    cores: dict[str, float]
    pods: dict[str, int]
    connections: int
    cells: int
    history_shards: int
    passing: float
    journal_a_day: float
    journal_a_year: float
    histories_kept: float
    actions_a_day: float
    actions_a_second: float
    open_processes: float
    self_hosted: float
    actions_cost: float
    cloud: float


def needs(requests_a_day: float, measured: Figures, given: Assumptions) -> Needs:
    """The computation; see docs/scale.md for its words."""
    mean = requests_a_day / SECONDS_A_DAY
    peak = mean * given.peak
    cores = {part: peak * cpu_ms / 1000 / given.busy for part, cpu_ms in measured.cpu_ms.items()}
    cores["Temporal"] *= measured.temporal_on_postgres
    pods = {part: max(2, ceil(cores[part] / given.cores_a_pod)) for part in ("API", "worker")}
    cells = ceil(peak / given.cell)
    journal_a_day = requests_a_day * measured.journal_bytes
    histories = requests_a_day * (given.open_days + given.retention_days) * measured.history_bytes
    year = journal_a_day * 365
    actions_a_day = requests_a_day * measured.actions
    actions_cost = actions_a_day * DAYS_A_MONTH / 1e6 * given.action_price
    stored = (year + histories) * given.copies / GIB * given.gib_price
    ours = sum(cores[part] for part in ("API", "worker", "journal"))
    journal_alone = year * given.copies / GIB * given.gib_price
    return Needs(
        requests_a_day=requests_a_day,
        mean=mean,
        peak=peak,
        commands_at_peak=peak * measured.commands,
        events_at_peak=peak * measured.events,
        history_events_at_peak=peak * measured.history_events,
        cores=cores,
        pods=pods,
        connections=ceil(sum(pods.values()) * given.connections_a_pod / cells),
        cells=cells,
        history_shards=_shards(cores["Temporal"] / cells * measured.shards_a_core),
        passing=requests_a_day * measured.passing_bytes,
        journal_a_day=journal_a_day,
        journal_a_year=year,
        histories_kept=histories,
        actions_a_day=actions_a_day,
        actions_a_second=peak * measured.actions,
        open_processes=requests_a_day * given.open_days,
        self_hosted=sum(cores.values()) * given.core_price + stored,
        actions_cost=actions_cost,
        cloud=ours * given.core_price + journal_alone + actions_cost,
    )


def one_machine(cores: float, measured: Figures, given: Assumptions) -> float:
    """Sample requests a day that so many cores take, all parts together on them."""
    cpu_ms = {**measured.cpu_ms, "Temporal": measured.cpu_ms["Temporal"] * measured.temporal_on_postgres}
    return cores * given.busy * 1000 / sum(cpu_ms.values()) / given.peak * SECONDS_A_DAY


def _shards(wanted: float) -> int:
    """A power of two, and never one: that is measured to be harmful."""
    return int(2 ** max(2, ceil(log2(max(wanted, 1)))))
