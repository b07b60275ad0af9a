"""What so many sample requests a day take: cores, shards, storage, Temporal actions and money, from measured figures.

Nothing here measures; what was measured is `Figures`, what was assumed is `Assumptions`.
"""

import json
from dataclasses import dataclass, field
from math import ceil, log2
from pathlib import Path

from scripts.scale_cloud import LISTED, actions_cost, plan_cost, storage_cost

SECONDS_A_DAY = 86_400
DAYS_A_MONTH = 30
HOURS_A_MONTH = 24 * DAYS_A_MONTH
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
    connections_a_pod: float = assumed(16, "to Postgres, of API and worker: `LUYUE_DATABASE_CONNECTIONS`")
    subscriptions: float = assumed(
        5, "connections more of each worker, one a subscription, also while it only waits to take over; 4 without SMS"
    )
    core_price: float = assumed(25, "dollars a month, with its memory")
    gib_price: float = assumed(0.1, "dollars a month")
    action_price: float = assumed(
        25, f"dollars a million actions beyond {LISTED / 1e6:g} million a month, at Temporal Cloud"
    )
    active_price: float = assumed(0.042, "dollars a GB-hour of open processes' histories, at Temporal Cloud")
    retained_price: float = assumed(0.00105, "dollars a GB-hour of closed ones' histories, at Temporal Cloud")
    plan_share: float = assumed(0.1, "of actions and storage, for Temporal Cloud's plan with its support")
    plan_least: float = assumed(500, "dollars a month, the least that this plan is")


@dataclass(frozen=True)
class Cloud:
    """Dollars a month where Temporal is Temporal Cloud: `ours` is for API, workers and journal."""

    ours: float
    actions: float
    storage: float
    plan: float

    @property
    def together(self) -> float:
        return self.ours + self.actions + self.storage + self.plan


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
    cells: int
    pods_in_a_cell: dict[str, int]
    connections_in_a_cell: int
    history_shards: int
    events_a_day: float
    passing: float
    journal_a_day: float
    journal_a_year: float
    histories_open: float
    histories_closed: float
    actions_a_day: float
    actions_a_second: float
    open_processes: float
    self_hosted: float
    cloud: Cloud


def needs(requests_a_day: float, measured: Figures, given: Assumptions) -> Needs:
    """The computation; see docs/scale.md for its words."""
    mean = requests_a_day / SECONDS_A_DAY
    peak = mean * given.peak
    cores = {part: peak * cpu_ms / 1000 / given.busy for part, cpu_ms in measured.cpu_ms.items()}
    cores["Temporal"] *= measured.temporal_on_postgres
    cells = ceil(peak / given.cell)
    # A cell has whole pods of its own, and one of two may be lost.
    pods = {part: max(2, ceil(cores[part] / cells / given.cores_a_pod)) for part in ("API", "worker")}
    passing = requests_a_day * measured.passing_bytes
    journal_a_day = requests_a_day * measured.journal_bytes
    year = journal_a_day * 365
    histories_open = requests_a_day * given.open_days * measured.history_bytes
    histories_closed = requests_a_day * given.retention_days * measured.history_bytes
    running = cells * sum(pods.values()) * given.cores_a_pod + cores["journal"]
    ours = running * given.core_price + _storage(year + passing, given)
    temporal = cores["Temporal"] * given.core_price + _storage(histories_open + histories_closed, given)
    return Needs(
        requests_a_day=requests_a_day,
        mean=mean,
        peak=peak,
        commands_at_peak=peak * measured.commands,
        events_at_peak=peak * measured.events,
        history_events_at_peak=peak * measured.history_events,
        cores=cores,
        cells=cells,
        pods_in_a_cell=pods,
        connections_in_a_cell=ceil(sum(pods.values()) * given.connections_a_pod + pods["worker"] * given.subscriptions),
        history_shards=_shards(cores["Temporal"] / cells * measured.shards_a_core),
        events_a_day=requests_a_day * measured.events,
        passing=passing,
        journal_a_day=journal_a_day,
        journal_a_year=year,
        histories_open=histories_open,
        histories_closed=histories_closed,
        actions_a_day=requests_a_day * measured.actions,
        actions_a_second=peak * measured.actions,
        open_processes=requests_a_day * given.open_days,
        self_hosted=ours + temporal,
        cloud=_cloud(ours, requests_a_day * measured.actions, histories_open, histories_closed, given),
    )


def _cloud(
    ours: float, actions_a_day: float, histories_open: float, histories_closed: float, given: Assumptions
) -> Cloud:
    actions = actions_cost(actions_a_day * DAYS_A_MONTH, given.action_price)
    storage = storage_cost(histories_open, given.active_price, HOURS_A_MONTH) + storage_cost(
        histories_closed, given.retained_price, HOURS_A_MONTH
    )
    return Cloud(ours, actions, storage, plan_cost(actions + storage, given.plan_share, given.plan_least))


def _storage(stored: float, given: Assumptions) -> float:
    """Dollars a month for so many bytes with their copies, on own machines."""
    return stored * given.copies / GIB * given.gib_price


def one_machine(cores: float, measured: Figures, given: Assumptions) -> float:
    """Sample requests a day that so many cores take, all parts together on them."""
    cpu_ms = {**measured.cpu_ms, "Temporal": measured.cpu_ms["Temporal"] * measured.temporal_on_postgres}
    return cores * given.busy * 1000 / sum(cpu_ms.values()) / given.peak * SECONDS_A_DAY


def _shards(wanted: float) -> int:
    """A power of two, and never one: that is measured to be harmful."""
    return int(2 ** max(2, ceil(log2(max(wanted, 1)))))
