"""Work: runs that are executed or taken from the cache, and what came of each."""

import random
from collections.abc import Callable
from dataclasses import dataclass, replace

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from factcheck.paths import root
from factcheck.record import Record
from press.run import cache, execute, keys
from press.run.plan import Run

COLUMNS = (
    BarColumn(),
    MofNCompleteColumn(),
    TimeElapsedColumn(),
    TextColumn("{task.description}"),
)


@dataclass(frozen=True)
class Ran:
    """What came of a run: its records by claim, why it was executed and how long it took.

    reason: None where it was taken from the cache. same: False where it was executed again to
    verify, and gave something else than was kept.
    """

    run: Run
    records: dict[str, Record]
    reason: keys.Reason | None = None
    seconds: float = 0
    error: str = ""
    same: bool = True


def do(runs: list[Run], console: Console, force: bool = False, dask: str = "") -> list[Ran]:
    """Execute those of the runs that must run, take the others from the cache; in their order."""
    done: dict[Run, Ran] = {}
    for run in runs:
        records, reason = ({}, keys.FORCED) if force else cache.look(run)
        done[run] = Ran(run, records, reason)

    def keep(outcome: execute.Outcome) -> None:
        ran = replace(done[outcome.run], records={}, seconds=round(outcome.seconds, 3))
        if outcome.found:
            cache.keep(outcome.run, outcome.found)
            ran = replace(ran, records=outcome.found.records)
        else:
            cache.forget(outcome.run)
        done[outcome.run] = replace(ran, error=outcome.error)

    behind_bar([run for run in runs if done[run].reason], console, dask, keep)
    return list(done.values())


def verified(done: list[Ran], console: Console, dask: str = "") -> list[Ran]:
    """Execute a random tenth of the runs again, and note whether each gives what is kept."""
    sound = [ran.run for ran in done if not ran.error]
    chosen = random.sample(sound, -(-len(sound) // 10))
    other = set()
    for again in behind_bar(chosen, console, dask):
        kept = (root() / again.run.out).read_text()
        if not again.found or again.found.notebook != kept:
            other.add(again.run)
    console.print(f"verified: {len(chosen)} runs executed again")
    return [replace(ran, same=ran.run not in other) for ran in done]


def behind_bar(
    runs: list[Run],
    console: Console,
    dask: str = "",
    keep: Callable[[execute.Outcome], None] = lambda outcome: None,
) -> list[execute.Outcome]:
    """Execute runs behind a progress bar that names the claim in work; outcomes in their order.

    keep: takes each outcome as it comes, so that a break loses only what is in work.
    """
    done = {}
    with Progress(*COLUMNS, console=console, transient=True) as bar:
        task = bar.add_task("starting", total=len(runs))

        def began(run: Run) -> None:
            bar.update(task, description=run.name)

        for outcome in execute.outcomes(runs, began, dask):
            keep(outcome)
            done[outcome.run] = outcome
            bar.advance(task)
            if not console.is_terminal and len(done) % 50 == 0:
                console.print(f"{len(done)} of {len(runs)} runs")
    return [done[run] for run in runs]
