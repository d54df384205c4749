"""The whole collection: every claim run, results and pages written, drift named."""

import json
import platform
import time
from importlib.metadata import version

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from factcheck import ledger, pages, results, show
from factcheck.places import root, short, write
from factcheck.run import engine, plan
from factcheck.verdict import WORDS


def reproduce(console: Console) -> int:
    """Run every claim, write results, pages and run.json; 1 on drift or a failed run, else 0."""
    start = time.perf_counter()
    claims = ledger.claims().values()
    subjects = {claim.subject: claim for claim in claims}.values()
    outcomes = execute([run for claim in subjects for run in plan.of_claim(claim)], console)
    found = {(claim, o.run.moment): record for o in outcomes
             for claim, record in (o.records or {}).items()}
    entries = [results.entry(claim, {m: found.get((claim.id, m)) for m in plan.moments()})
               for claim in claims]
    results.save(entries)
    pages.build(entries, {(o.run.subject, o.run.moment): o.html for o in outcomes})
    took = time.perf_counter() - start
    story = {"seconds": round(took, 1), "machine": platform.platform(), "cores": engine.CORES,
             "python": platform.python_version(),
             "versions": {name: version(name) for name in (
                 "ipykernel", "nbclient", "nbconvert", "numpy", "pandas", "papermill", "seaborn")},
             "runs": [{"subject": o.run.subject, "moment": o.run.moment, "why": "no cache yet",
                       "seconds": round(o.seconds, 2), "error": o.error or None}
                      for o in outcomes]}
    write(root() / "build" / "run.json", json.dumps(story, indent=1) + "\n")
    return _close(console, entries, outcomes, took)


def execute(runs: list[plan.Run], console: Console) -> list[engine.Outcome]:
    """Execute runs behind a progress bar that names the claim in work; outcomes in their order."""
    done = {}
    with Progress(BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(),
                  TextColumn("{task.description}"), console=console, transient=True) as bar:
        task = bar.add_task("starting", total=len(runs))
        for outcome in engine.outcomes(runs, lambda run: bar.update(task, description=run.name)):
            done[outcome.run.name] = outcome
            bar.advance(task)
            if not console.is_terminal and len(done) % 20 == 0:
                console.print(f"{len(done)} of {len(runs)} runs")
    return [done[run.name] for run in runs]


def show_runs(runs: list[plan.Run], console: Console) -> int:
    """Execute runs of one claim and print their checks; returns 1 when one failed."""
    outcomes = execute(runs, console)
    for outcome in outcomes:
        if outcome.error:
            console.print(f"[red]failed[/] {outcome.run.name}: {escape(outcome.error)}")
            continue
        for claim, record in outcome.records.items():
            console.print(f"\n[bold]{_word(record)}[/], {claim}, {show.known(record['as_of'])}")
            for line in filter(None, (record.get("why"), *map(show.check_text, record["checks"]))):
                console.print("  " + escape(line))
            if record["changed"]:
                console.print(escape(f"  changed: {record['changed']}"))
        console.print(f"  [dim]{short(outcome.run.out)}[/]")
    return int(any(o.error for o in outcomes))


def _close(console: Console, entries: list, outcomes: list, took: float) -> int:
    table = Table("claim", "then", "now", "rests on", "seconds", box=None, pad_edge=False)
    for e in entries:
        seconds = sum(o.seconds for o in outcomes if o.run.subject == ledger.get(e["id"]).subject)
        table.add_row(e["id"], _word(e["then"]), _word(e["now"]), escape(show.rests_on(e)), f"{seconds:.1f}")
    console.print(table)
    failed = [o for o in outcomes if o.error]
    for outcome in failed:
        console.print(f"[red]failed[/] {outcome.run.name}: {escape(outcome.error)}")
    drifted = results.drift(entries)
    for line in drifted:
        console.print(f"[yellow]drift[/] {escape(line)}")
    console.print(f"{len(entries)} claims in {took:.0f} s: {len(failed)} failed runs, "
                  f"{len(drifted)} checks differ from {results.ACCEPTED}. "
                  "Pages: build/site/index.html")
    return int(bool(failed or drifted))


def _word(moment: dict | None) -> str:
    return " ".join(WORDS[moment["verdict"]]) if moment else "failed"
