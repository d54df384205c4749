"""The whole collection: what must run is run, results and pages are written, drift is named."""

import json
import platform
import time
from collections.abc import Callable

from rich.console import Console
from rich.markup import escape

from factcheck import ledger
from factcheck.article import LedgerError
from factcheck.files import write
from factcheck.paths import root
from press import accepted, report, results
from press.results import Result
from press.run import cache, execute, keys, plan, work
from press.run.work import Ran
from press.site import answer, build


def reproduce(console: Console, force: bool = False, verify: bool = False, dask: str = "") -> int:
    """Run what must run, write results, pages and run.json.

    force: run all, whatever is kept. verify: run a random tenth of what is kept again; it must be
    the same. dask: the address of a scheduler. Returns 1 on drift, a failed run or a difference.
    """
    start = time.perf_counter()
    runs = work.do(plan.of_all(), console, force, dask)
    if verify:
        runs = work.verified(runs, console, dask)
    found = _results(runs)
    results.save(found)
    build.write_site(found)
    took = time.perf_counter() - start
    _write_log(runs, took)
    drifted, moved = accepted.drift(found), answer.moved(found)
    report.of_all(console, found, runs, took)
    report.of_drift(console, drifted, moved)
    sound = all(ran.same and not ran.error for ran in runs)
    return int(bool(drifted or moved or not sound))


def accept(console: Console, agreed: Callable[[list[str]], None]) -> None:
    """Take the last results as the accepted ones, after showing what differs.

    agreed: asks whether the differences are to be taken, and stops where not. The stored
    notebooks are executed anew. Raises LedgerError where a run fails; nothing is accepted then.
    """
    found = last_results()
    drifted = accepted.drift(found)
    report.of_drift(console, drifted, [])
    agreed(drifted)
    stored = work.behind_bar(plan.of_notebooks(), console)
    for outcome in stored:
        if outcome.error:
            raise LedgerError(f"nothing is accepted: {outcome.run.name}: {outcome.error}")
    accepted.accept(found)
    for outcome in stored:
        if outcome.found:
            write(root() / outcome.run.out, outcome.found.notebook)


def last_results() -> list[Result]:
    """Return the results of the last runs, failed ones included.

    Raises LedgerError where there are none, or one of them is not as it would be now.
    """
    if not results.path().is_file():
        raise LedgerError(f"{results.RESULTS} is not there yet: `make reproduce` writes it")
    runs = [Ran(run, *cache.look(run)) for run in plan.of_all()]
    for ran in runs:
        if ran.reason and ran.reason != keys.NEW:
            raise LedgerError(f"{ran.run.name}: {ran.reason}: `make reproduce` first")
    return _results(runs)


def show_runs(runs: list[plan.Run], console: Console) -> int:
    """Execute runs of one claim and print their checks; returns 1 when one failed."""
    outcomes = work.behind_bar(runs, console)
    for outcome in outcomes:
        if not outcome.found:
            console.print(f"[red]failed[/] {outcome.run.name}: {escape(outcome.error)}")
            continue
        write(root() / outcome.run.out, outcome.found.notebook)
        report.of_records(console, outcome.found.records)
        console.print(f"  [dim]{outcome.run.out}[/]")
    return int(any(outcome.error for outcome in outcomes))


def _results(runs: list[Ran]) -> list[Result]:
    records = {(ran.run.subject, ran.run.moment): ran.records for ran in runs}
    return [
        Result(
            claim,
            *(records[claim.subject, moment].get(claim.id) for moment in ("then", "now")),
        )
        for claim in ledger.claims().values()
    ]


def _write_log(runs: list[Ran], took: float) -> None:
    """Write what differs from run to run: seconds, reasons, versions, machine."""
    told = [
        {
            "name": ran.run.name,
            "subject": ran.run.subject,
            "moment": ran.run.moment,
            "why": str(ran.reason) if ran.reason else None,
            "seconds": ran.seconds,
            "cached": not ran.seconds,
            "error": ran.error or None,
        }
        for ran in runs
    ]
    log = {
        "seconds": round(took, 1),
        "machine": platform.platform(),
        "cores": execute.CORES,
        "python": platform.python_version(),
        "versions": execute.versions(),
        "runs": told,
    }
    write(root() / "build/run.json", json.dumps(log, indent=1) + "\n")
