"""What the command line prints of runs and results."""

from rich.console import Console
from rich.markup import escape
from rich.table import Column, Table

from factcheck import ledger, show
from factcheck.verdict import WORDS
from press import results


def of_records(console: Console, records: dict[str, dict]) -> None:
    """Print each claim's verdict with its checks, or with why it was ruled so."""
    for claim, record in records.items():
        console.print(f"\n[bold]{_word(record)}[/], {claim}, {show.known(record['as_of'])}")
        for line in filter(None, (record.get("why"), *map(show.check_text, record["checks"]))):
            console.print("  " + escape(line))
        if record["changed"]:
            console.print(escape(f"  changed: {record['changed']}"))


def of_all(console: Console, entries: list[dict], runs: list[dict], took: float) -> int:
    """Print the verdicts, what ran and why, what failed and what drifted.

    runs: name, subject, seconds, why, error and (where it was verified) same, of each.
    Returns 1 when a run failed, an accepted check moved, or a kept run was not the same.
    """
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
    for e in entries:
        subject = ledger.get(e["id"]).subject
        seconds = sum(run["seconds"] for run in runs if run["subject"] == subject)
        table.add_row(
            e["id"],
            _word(e["then"]),
            _word(e["now"]),
            escape(results.rests_on(e)),
            f"{seconds:.1f}" if seconds else "",
        )
    console.print(table)
    ran = [run for run in runs if run["seconds"]]
    for run in ran if len(ran) < len(runs) / 2 else []:
        console.print(f"ran {run['name']}: {escape(run['why'])}")
    failed = [run for run in runs if run["error"]]
    for run in failed:
        console.print(f"[red]failed[/] {run['name']}: {escape(run['error'])}")
    different = [run["name"] for run in runs if not run.get("same", True)]
    for name in different:
        console.print(f"[red]not the same[/] {name}: executed again it differs from what was kept")
    drifted = results.drift(entries)
    for line in drifted:
        console.print(f"[yellow]drift[/] {escape(line)}")
    console.print(
        f"{len(entries)} claims in {took:.1f} s, {len(ran)} of {len(runs)} runs "
        f"executed: {len(failed)} failed runs, {len(drifted)} checks differ from "
        f"{results.ACCEPTED}. Pages: build/site/index.html"
    )
    return int(bool(failed or drifted or different))


def _word(moment: dict | None) -> str:
    return " ".join(WORDS[moment["verdict"]]) if moment else "failed"
