"""The whole collection: every claim run, results and pages written, drift named."""

from __future__ import annotations

import json
import platform
import time
from collections import defaultdict
from importlib.metadata import version

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from factcheck import ledger, pages, results, show
from factcheck.places import root, short, write
from factcheck.run import engine, plan, pool
from factcheck.verdict import WORDS

PACKAGES = ("ipykernel", "nbclient", "nbconvert", "numpy", "pandas", "papermill", "seaborn")


def reproduce(console: Console) -> int:
    """Run every claim then and now, write results, pages and the run's own story.

    Returns 0 when every check equals the accepted one, 1 on drift or a failed notebook.
    """
    start = time.perf_counter()
    outcomes = execute(plan.of_all(), console)
    entries = [results.entry(claim, _records(outcomes, claim.id))
               for claim in ledger.claims().values()]
    results.save(entries)
    _save_story(outcomes, time.perf_counter() - start)
    pages.build(entries, {o.run.claim: o.html for o in outcomes if o.run.moment == "now"})
    return _close(console, entries, outcomes, time.perf_counter() - start)


def execute(runs: list[plan.Run], console: Console) -> list[engine.Outcome]:
    """Execute runs behind a progress bar that names the claim in work."""
    columns = (BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(),
               TextColumn("{task.description}"))
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("starting", total=len(runs))
        outcomes = []
        for outcome in pool.outcomes(runs, lambda run: bar.update(task, description=run.name)):
            outcomes.append(outcome)
            bar.advance(task)
            if not bar.console.is_terminal and len(outcomes) % 10 == 0:
                console.print(f"{len(outcomes)} of {len(runs)} runs")
    return outcomes


def show_runs(runs: list[plan.Run], console: Console) -> int:
    """Execute runs of one claim and print their checks; returns 1 when one failed."""
    outcomes = execute(runs, console)
    for outcome in sorted(outcomes, key=lambda o: runs.index(o.run)):
        if outcome.error:
            console.print(f"[red]failed[/] {outcome.run.name}: {escape(outcome.error)}")
            continue
        record = outcome.record
        console.print(f"\n[bold]{_word(record)}[/], {show.known(record['as_of'])}")
        for check in record["checks"]:
            console.print("  " + escape(show.check_text(check)))
        if record["changed"]:
            console.print(escape(f"  changed: {record['changed']}"))
        console.print(f"  [dim]{short(outcome.run.out)}[/]")
    return int(any(o.error for o in outcomes))


def verdicts_table(entries: list[dict], seconds: dict[str, float]) -> Table:
    """Return the closing table: claim, verdict then and now, what it rests on, seconds."""
    table = Table("claim", "then", "now", "rests on", "seconds", box=None, pad_edge=False)
    for e in sorted(entries, key=lambda e: ledger.get(e["id"]).place):
        table.add_row(e["id"], _word(e["then"]), _word(e["now"]), escape(_rests_on(e)),
                      f"{seconds.get(e['id'], 0):.1f}")
    return table


def _records(outcomes: list[engine.Outcome], claim_id: str) -> dict[str, dict]:
    return {o.run.moment: o.record for o in outcomes if o.run.claim == claim_id and o.record}


def _close(console: Console, entries, outcomes, took: float) -> int:
    seconds: dict[str, float] = defaultdict(float)
    for outcome in outcomes:
        seconds[outcome.run.claim] += outcome.seconds
    console.print(verdicts_table(entries, seconds))
    failed = [o for o in outcomes if o.error]
    for outcome in sorted(failed, key=lambda o: o.run.name):
        console.print(f"[red]failed[/] {outcome.run.name}: {escape(outcome.error)}")
    drifted = results.drift(entries)
    for line in drifted:
        console.print(f"[yellow]drift[/] {escape(line)}")
    console.print(f"{len(entries)} claims in {took:.0f} s: {len(failed)} failed runs, "
                  f"{len(drifted)} checks differ from data/processed/verdicts.csv. "
                  "Pages: build/site/index.html")
    return 1 if failed or drifted else 0


def _save_story(outcomes: list[engine.Outcome], took: float) -> None:
    story = {"seconds": round(took, 1), "machine": platform.platform(),
             "python": platform.python_version(), "cores": pool.cores(),
             "versions": {name: version(name) for name in PACKAGES},
             "runs": [{"claim": o.run.claim, "moment": o.run.moment, "why": "no cache yet",
                       "seconds": round(o.seconds, 2), "error": o.error or None}
                      for o in sorted(outcomes, key=lambda o: o.run.name)]}
    write(root() / "build" / "run.json", json.dumps(story, indent=1) + "\n")


def _word(moment: dict | None) -> str:
    return " ".join(WORDS[moment["verdict"]]) if moment else "failed"


def _rests_on(entry: dict) -> str:
    checks = (entry["now"] or entry["then"] or {"checks": []})["checks"]
    deciding = [c for c in checks if c["decides"]]
    return f"{deciding[0]['label']}: {deciding[0]['figure']}" if deciding else ""
