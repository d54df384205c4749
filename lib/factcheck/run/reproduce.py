"""The whole collection: every claim run, results and pages written, drift named."""

from __future__ import annotations

import json
import platform
import time
from collections import Counter
from importlib.metadata import version

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from factcheck import ledger, pages, results, show
from factcheck.places import root, short, write
from factcheck.run import plan, pool
from factcheck.run.engine import Outcome
from factcheck.verdict import WORDS

PACKAGES = ("ipykernel", "nbclient", "nbconvert", "numpy", "pandas", "papermill", "seaborn")


def reproduce(console: Console) -> int:
    """Run every claim then and now, write results, pages and the run's own story.

    Returns 0 when every check equals the accepted one, 1 on drift or a failed notebook.
    """
    start = time.perf_counter()
    outcomes = execute(plan.of_all(), console)
    found = {(claim, o.run.moment): record for o in outcomes
             for claim, record in (o.records or {}).items()}
    entries = [results.entry(claim, {m: found.get((claim.id, m)) for m in plan.moments()})
               for claim in ledger.claims().values()]
    results.save(entries)
    pages.build(entries, {(o.run.subject, o.run.moment): o.html for o in outcomes})
    took = time.perf_counter() - start
    write(root() / "build" / "run.json", json.dumps(_story(outcomes, took), indent=1) + "\n")
    return _close(console, entries, outcomes, took)


def execute(runs: list[plan.Run], console: Console) -> list[Outcome]:
    """Execute runs behind a progress bar that names the claim in work; outcomes in their order."""
    columns = (BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(),
               TextColumn("{task.description}"))
    outcomes = []
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("starting", total=len(runs))
        for outcome in pool.outcomes(runs, lambda run: bar.update(task, description=run.name)):
            outcomes.append(outcome)
            bar.advance(task)
            if not console.is_terminal and len(outcomes) % 20 == 0:
                console.print(f"{len(outcomes)} of {len(runs)} runs")
    order = {run.name: at for at, run in enumerate(runs)}
    return sorted(outcomes, key=lambda o: order[o.run.name])


def show_runs(runs: list[plan.Run], console: Console) -> int:
    """Execute runs of one claim and print their checks; returns 1 when one failed."""
    outcomes = execute(runs, console)
    for outcome in outcomes:
        if outcome.error:
            console.print(f"[red]failed[/] {outcome.run.name}: {escape(outcome.error)}")
            continue
        for claim, record in outcome.records.items():
            console.print(f"\n[bold]{_word(record)}[/], {claim}, {show.known(record['as_of'])}")
            for line in (record.get("why"), *map(show.check_text, record["checks"])):
                console.print("  " + escape(line)) if line else None
            if record["changed"]:
                console.print(escape(f"  changed: {record['changed']}"))
        console.print(f"  [dim]{short(outcome.run.out)}[/]")
    return int(any(o.error for o in outcomes))


def _close(console: Console, entries: list[dict], outcomes: list[Outcome], took: float) -> int:
    seconds = Counter()
    for outcome in outcomes:
        seconds[outcome.run.subject] += outcome.seconds
    table = Table("claim", "then", "now", "rests on", "seconds", box=None, pad_edge=False)
    for e in entries:
        table.add_row(e["id"], _word(e["then"]), _word(e["now"]), escape(show.rests_on(e)),
                      f"{seconds[ledger.get(e['id']).subject]:.1f}")
    console.print(table)
    failed = [o for o in outcomes if o.error]
    for outcome in failed:
        console.print(f"[red]failed[/] {outcome.run.name}: {escape(outcome.error)}")
    drifted = results.drift(entries)
    for line in drifted:
        console.print(f"[yellow]drift[/] {escape(line)}")
    console.print(f"{len(entries)} claims in {took:.0f} s: {len(failed)} failed runs, "
                  f"{len(drifted)} checks differ from data/processed/verdicts.csv. "
                  "Pages: build/site/index.html")
    return 1 if failed or drifted else 0


def _story(outcomes: list[Outcome], took: float) -> dict:
    return {"seconds": round(took, 1), "machine": platform.platform(), "cores": pool.cores(),
            "python": platform.python_version(),
            "versions": {name: version(name) for name in PACKAGES},
            "runs": [{"subject": o.run.subject, "moment": o.run.moment, "why": "no cache yet",
                      "seconds": round(o.seconds, 2), "error": o.error or None}
                     for o in outcomes]}


def _word(moment: dict | None) -> str:
    return " ".join(WORDS[moment["verdict"]]) if moment else "failed"
