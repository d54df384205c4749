"""The whole collection: what must run is run, results and pages are written, drift is named."""

import json
import platform
import random
import time
from importlib.metadata import version

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from factcheck import ledger
from factcheck.places import root, write
from press import report, results
from press.run import cache, engine, plan
from press.site import build

PACKAGES = ("ipykernel", "nbclient", "nbconvert", "numpy", "pandas", "papermill", "seaborn")


def reproduce(console: Console, force: bool = False, verify: bool = False, dask: str = "") -> int:
    """Run what must run, write results, pages and run.json.

    force: run all, whatever is kept. verify: run a random tenth of what is kept again; it must be
    the same. dask: the address of a scheduler. Returns 1 on drift, a failed run or a difference.
    """
    start = time.perf_counter()
    work = Work(console, force, dask)
    every = plan.of_all()
    work.do([run for run in every if run.moment == "now"])
    for run in every:
        if run.moment == "then":
            work.take_from_now(run)
    work.do([run for run in every if run not in work.done])
    if verify:
        work.verify()
    entries = [
        results.entry(claim, {m: work.record(claim, m) for m in plan.moments()})
        for claim in ledger.claims().values()
    ]
    results.save(entries)
    build.write_site(entries, cache.story)
    runs = [
        {"name": run.name, "subject": run.subject, "moment": run.moment, **work.done[run]}
        for run in every
    ]
    took = time.perf_counter() - start
    _write_story(runs, took)
    return report.of_all(console, entries, runs, took)


class Work:
    """What is done of each run: why it ran, how long it took, what went wrong; and what is kept."""

    def __init__(self, console: Console, force: bool, dask: str):
        self.console, self.force, self.dask = console, force, dask
        self.done: dict[plan.Run, dict] = {}
        self.kept: dict[tuple[str, str], dict] = {}

    def do(self, runs: list[plan.Run]) -> None:
        """Execute those of the runs that must run; take the others from the cache."""
        jobs = []
        for run in runs:
            kept, why = (None, "forced") if self.force else cache.look(run)
            self._note(run, why, kept)
            if why == "text":
                jobs.append((engine.render, run, kept, (root() / run.out).read_text()))
            elif why:
                jobs.append((engine.execute, run))

        def keep(outcome: engine.Outcome) -> None:
            kept = outcome.found and cache.keep(outcome.run, outcome.found, outcome.seconds)
            self._note(
                outcome.run, self.done[outcome.run]["why"], kept, outcome.seconds, outcome.error
            )

        execute(jobs, self.console, self.dask, keep)

    def take_from_now(self, run: plan.Run) -> None:
        """Let the run as of today serve as of the article's day, where it read nothing newer."""
        now = self.kept[run.subject, "now"]
        if not now or not cache.serves_as_then(now):
            return
        then, why = (None, "forced") if self.force else cache.look(run)
        if why:
            twin = next(r for r in self.done if r.subject == run.subject)
            found = cache.as_then(run, now, (root() / twin.out).read_text())
            then = cache.keep(run, found, 0)
            why = "as the run of today, which read nothing newer"
        self._note(run, why, then)

    def verify(self) -> None:
        """Execute a random tenth of the runs again, and note whether each gives what is kept."""
        sound = [run for run, done in self.done.items() if not done["error"]]
        chosen = random.sample(sound, -(-len(sound) // 10))
        for again in execute([(engine.execute, run) for run in chosen], self.console, self.dask):
            same = (
                not again.error and again.found["notebook"] == (root() / again.run.out).read_text()
            )
            self.done[again.run]["same"] = same
        self.console.print(f"verified: {len(chosen)} runs executed again")

    def record(self, claim: ledger.Claim, moment: str) -> dict | None:
        """Return a claim's record as of a moment; None where its run failed."""
        kept = self.kept.get((claim.subject, moment))
        return kept["records"].get(claim.id) if kept else None

    def _note(
        self, run: plan.Run, why: str, kept: dict | None, seconds: float = 0, error: str = ""
    ) -> None:
        self.done[run] = {"why": why, "seconds": round(seconds, 3), "error": error}
        self.kept[run.subject, run.moment] = kept


def execute(
    jobs: list[tuple], console: Console, dask: str = "", keep=lambda outcome: None
) -> list[engine.Outcome]:
    """Do jobs behind a progress bar that names the claim in work; outcomes in their order.

    keep: takes each outcome as it comes, so that a break loses only what is in work.
    """
    done, columns = (
        {},
        (BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TextColumn("{task.description}")),
    )
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("starting", total=len(jobs))
        for outcome in engine.outcomes(
            jobs, lambda run: bar.update(task, description=run.name), dask
        ):
            keep(outcome)
            done[outcome.run] = outcome
            bar.advance(task)
            if not console.is_terminal and len(done) % 50 == 0:
                console.print(f"{len(done)} of {len(jobs)} runs")
    return [done[run] for _, run, *_ in jobs]


def show_runs(runs: list[plan.Run], console: Console) -> int:
    """Execute runs of one claim and print their checks; returns 1 when one failed."""
    outcomes = execute([(engine.execute, run) for run in runs], console)
    for outcome in outcomes:
        if outcome.error:
            console.print(f"[red]failed[/] {outcome.run.name}: {escape(outcome.error)}")
            continue
        write(root() / outcome.run.out, outcome.found["notebook"])
        report.of_records(console, outcome.found["records"])
        console.print(f"  [dim]{outcome.run.out}[/]")
    return int(any(o.error for o in outcomes))


def _write_story(runs: list[dict], took: float) -> None:
    story = {
        "seconds": round(took, 1),
        "machine": platform.platform(),
        "cores": engine.CORES,
        "python": platform.python_version(),
        "versions": {name: version(name) for name in PACKAGES},
        "runs": [
            run
            | {
                "cached": not run["seconds"],
                "why": run["why"] or None,
                "error": run["error"] or None,
            }
            for run in runs
        ],
    }
    write(root() / "build/run.json", json.dumps(story, indent=1) + "\n")
