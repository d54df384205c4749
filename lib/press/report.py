"""What the command line prints of runs and results."""

from rich.console import Console
from rich.markup import escape
from rich.table import Column, Table

from factcheck import ledger, show
from factcheck.record import Record
from factcheck.verdict import WORDS
from press import accepted
from press.results import Result
from press.run.work import Ran


def of_records(console: Console, records: dict[str, Record]) -> None:
    """Print each claim's verdict with its checks, or with why it was ruled so."""
    for claim, record in records.items():
        console.print(f"\n[bold]{_word(record)}[/], {claim}, {show.as_known(record.as_of)}")
        for line in filter(None, (record.why, *(check.text for check in record.checks))):
            console.print("  " + escape(line))
        before = ledger.get(claim).parameters
        for name, value in record.changed.items():
            console.print(escape(f"  changed: {name}: {before[name]} → {value}"))


def of_all(console: Console, results: list[Result], runs: list[Ran], took: float) -> None:
    """Print the verdicts, what ran and why, and what failed."""
    console.print(_verdicts(results, runs))
    executed = [ran for ran in runs if ran.seconds]
    for ran in executed if len(executed) < len(runs) / 2 else []:
        console.print(f"ran {ran.run.name}: {escape(str(ran.reason))}")
    for ran in runs:
        if ran.error:
            console.print(f"[red]failed[/] {ran.run.name}: {escape(ran.error)}")
        if not ran.same:
            console.print(
                f"[red]not the same[/] {ran.run.name}: executed again it differs from what was kept"
            )
    failed = sum(bool(ran.error) for ran in runs)
    console.print(
        f"{len(results)} claims in {took:.1f} s, {len(executed)} of {len(runs)} runs "
        f"executed: {failed} failed runs. Pages: build/site/index.html"
    )


def of_drift(console: Console, drifted: list[str], moved: list[str]) -> None:
    """Print where results are not as accepted, and which prose of the front page no longer fits."""
    for line in drifted:
        console.print(f"[yellow]drift[/] {escape(line)}")
    for line in moved:
        console.print(f"[yellow]prose[/] {escape(line)}")
    mend = "; `make accept` takes them" if drifted else ""
    console.print(f"{len(drifted)} checks differ from {accepted.FILE}{mend}")


def _verdicts(results: list[Result], runs: list[Ran]) -> Table:
    table = Table(
        "claim",
        "then",
        "now",
        Column("rests on", no_wrap=True, ratio=1),
        Column("seconds", justify="right"),
        box=None,
        pad_edge=False,
        expand=True,
    )
    seconds: dict[str, float] = {}
    for ran in runs:
        seconds[ran.run.subject] = seconds.get(ran.run.subject, 0) + ran.seconds
    for result in results:
        took = seconds[result.claim.subject]
        then, now = _word(result.then), _word(result.now)
        rests_on = escape(result.rests_on)
        table.add_row(result.claim.id, then, now, rests_on, f"{took:.1f}" if took else "")
    return table


def _word(record: Record | None) -> str:
    return " ".join(WORDS[record.verdict]) if record else "failed"
