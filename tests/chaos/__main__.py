"""`python -m tests.chaos`: chaos at length. Prints the seed and each fault; fails where the checker finds anything."""

import argparse
import asyncio
import secrets
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from luyue.devstack.child import run_to_end
from luyue.devstack.console import Steps
from luyue.devstack.postgres import binary_directory
from tests.chaos.rage import Outcome, Plan, rage
from tests.chaos.temporals import Which
from tests.chaos.town import Town, running_town


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description=__doc__)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--seed", type=int, default=secrets.randbelow(1_000_000))
    parser.add_argument("--lanes", type=int, default=8, help="how many stories go on at once")
    parser.add_argument("--temporal", choices=("development", "production"), default="development")
    options = parser.parse_args()
    return asyncio.run(_run(Plan(60 * options.minutes, options.seed, options.lanes), options.temporal))


async def _run(plan: Plan, which: Which) -> int:
    directory = Path(tempfile.mkdtemp(prefix="luyue-chaos-"))
    directory.chmod(0o711)
    print(f"seed {plan.seed}, {plan.seconds / 60:g} minutes; all is kept in {directory}", flush=True)
    async with running_town(directory / "town", Steps(), which) as town:
        for missing in left_out(town):
            print(missing, flush=True)
        outcome = await rage(town, plan, lambda line: print(line, flush=True))
        if outcome.wrong:
            # The disk of this Postgres goes with it.
            dump = [str(binary_directory() / "pg_dump"), "--file", str(directory / "journal.sql"), town.database_url]
            await run_to_end(dump)
    print("\n".join(summary(outcome)))
    if outcome.wrong:
        print(f"\nThe checker found {len(outcome.wrong)}; seed {plan.seed}, logs in {directory}")
        return 1
    shutil.rmtree(directory, ignore_errors=True)
    return 0


def left_out(town: Town) -> Iterator[str]:
    """The faults that this machine cannot have."""
    if town.clock is None:
        yield "No libfaketime (Debian: apt-get install faketime): no clock is jumped."
    if not town.has_small_disk:
        yield "No file system may be mounted here: no disk is filled."


def summary(outcome: Outcome) -> list[str]:
    """What was done and found, a line each."""
    evidence, log = outcome.evidence, outcome.log
    kinds = Counter(process.stream.partition("/")[0] for process in evidence.processes)
    fired = sum(event.command_id.startswith("timer:") for event in evidence.events)
    return [
        f"{len(outcome.struck)} faults; settled after {outcome.settled_after:.0f} s",
        f"{log.acknowledged} requests acknowledged, {log.refused} refused, {log.given_up} given up, "
        f"{log.lost} answers lost",
        f"{len(evidence.events)} events of {len(evidence.processes)} processes: "
        + ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items())),
        f"{fired} events of deadlines; {sum(not one.closed for one in evidence.processes)} processes open",
        *(str(one) for one in outcome.wrong),
        "the checker found nothing" if not outcome.wrong else "",
    ]


if __name__ == "__main__":
    sys.exit(main())
