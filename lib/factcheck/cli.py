"""The console script `factcheck`: find a claim, run it, reproduce all, accept the results."""

from __future__ import annotations

import sys

import click
from rich.console import Console
from rich.markup import escape

from factcheck import ledger, tables

console = Console(highlight=False, soft_wrap=True)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def cli():
    """Recompute the claims of one article from public figures."""


@cli.command()
@click.argument("text", default="")
def find(text: str):
    """List the claims whose wording, figure or notebook holds TEXT; all of them without it."""
    found = ledger.find(text)
    for claim in found:
        console.print(f"{claim.id}  {claim.sentence:8s} {escape(claim.says)}  "
                      f"[dim]{claim.notebook.name}[/]")
    if not found:
        console.print(f"no claim matches '{escape(text)}'")
        raise SystemExit(1)


@cli.command()
@click.argument("claim")
@click.option("--set", "changes", multiple=True, metavar="NAME=VALUE",
              help="Change a parameter, e.g. --set asserted='about $200 million'. Repeatable.")
@click.option("--as-of", metavar="DAY", help="Only figures public by this day, e.g. 2025-03-11.")
def run(claim: str, changes: tuple[str, ...], as_of: str | None):
    """Run one CLAIM, then and now unless a day is given: its checks and its verdict."""
    from factcheck.run import plan
    entry = ledger.get(claim)
    days = {"as of": _day(as_of)} if as_of is not None else None
    runs = plan.of_claim(entry, _pairs(changes), days, "build/runs")
    raise SystemExit(_show(entry, runs))


@cli.command()
def reproduce():
    """Run every claim, write results and pages, name what differs from the accepted verdicts."""
    from factcheck.run.reproduce import reproduce as all_claims
    raise SystemExit(all_claims(console))


@cli.command()
def site():
    """Build the pages again from the last results."""
    from factcheck.run import results
    from factcheck.site import pages
    pages.build(results.load(), console)
    console.print("Pages: build/site/index.html")


@cli.command()
@click.option("--yes", is_flag=True, help="Do not ask.")
def accept(yes: bool):
    """Take the last results as the accepted ones, after showing what differs."""
    from factcheck.run.accept import accept as take
    raise SystemExit(take(console, yes))


def main():
    """Run a command; a fault in the ledger, a table or a parameter is one line and an exit code."""
    try:
        cli(standalone_mode=False)
    except (ledger.LedgerError, tables.TableError, FileNotFoundError) as error:
        _stop(str(error), 2 if isinstance(error, ledger.Unknown) else 1)
    except click.Abort:
        _stop("stopped: what had finished is kept, nothing is half written", 130)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)


def _stop(line: str, code: int):
    print(f"factcheck: {line}", file=sys.stderr)
    sys.exit(code)


def _pairs(changes: tuple[str, ...]) -> dict[str, str]:
    for change in changes:
        if "=" not in change:
            raise ledger.Unknown(f"--set takes NAME=VALUE, not '{change}'")
    return dict(change.split("=", 1) for change in changes)


def _day(as_of: str) -> str:
    from datetime import date
    try:
        return date.fromisoformat(as_of).isoformat()
    except ValueError:
        raise ledger.Unknown(f"--as-of takes a day like 2025-03-11, not '{as_of}'") from None


def _show(claim: ledger.Claim, runs) -> int:
    from factcheck import show
    from factcheck.places import short
    from factcheck.run.reproduce import execute
    console.print(f"[bold]{escape(claim.says)}[/]")
    failed = 0
    for outcome in sorted(execute(runs, console), key=lambda o: o.run.parameters["as_of"] == ""):
        if outcome.error:
            failed = 1
            console.print(f"[red]failed[/] {outcome.run.name}: {escape(outcome.error)}")
            continue
        console.print(f"\n[bold]{show.verdict_text(outcome.record)}[/]")
        for check in outcome.record["checks"]:
            console.print("  " + escape(show.check_text(check)))
        if outcome.record["changed"]:
            console.print(escape(f"  changed: {outcome.record['changed']}"))
        console.print(f"  [dim]{short(outcome.run.out)}[/]")
    return failed
