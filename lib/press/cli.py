"""The console script `factcheck`: find a claim, run it, reproduce all, accept the results."""

import sys
from pathlib import Path

import click
from rich.console import Console
from rich.markup import escape

from factcheck import article, ledger

console = Console(highlight=False, soft_wrap=True, width=None if sys.stdout.isatty() else 140)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def cli():
    """Recompute the claims of one article from public figures."""


@cli.command()
@click.argument("text", default="")
def find(text: str):
    """List the claims whose wording, figure or notebook holds TEXT; all of them without it."""
    found = ledger.find(text)
    for claim in found:
        console.print(
            f"{claim.id}  {claim.sentence:8s} {escape(claim.says)}  [dim]{claim.notebook.name}[/]"
        )
    if not found:
        raise article.LedgerError(f"no claim matches '{text}'")


@cli.command()
@click.argument("claim")
@click.option(
    "--set",
    "changes",
    multiple=True,
    metavar="NAME=VALUE",
    help="Change a parameter, e.g. --set asserted='about $200 million'. Repeatable.",
)
@click.option(
    "--as-of",
    metavar="DAY",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Only figures public by this day, e.g. 2025-03-11.",
)
def run(claim: str, changes: tuple[str, ...], as_of):
    """Run one CLAIM, then and now unless a day is given: its checks and its verdict."""
    from press.run import plan
    from press.run.reproduce import show_runs

    for change in changes:
        if "=" not in change:
            raise article.Unknown(f"--set takes NAME=VALUE, not '{change}'")
    entry = ledger.get(claim)
    runs = plan.of_claim(
        entry,
        dict(change.split("=", 1) for change in changes),
        as_of and f"{as_of:%Y-%m-%d}",
        "build/runs",
    )
    console.print(f"[bold]{escape(entry.says)}[/]")
    sys.exit(show_runs(runs, console))


@cli.command()
@click.option("--force", is_flag=True, envvar="FORCE", help="Run all, whatever is kept of it.")
@click.option(
    "--verify",
    is_flag=True,
    envvar="VERIFY",
    help="Run a random tenth of what is kept again: it must be the same.",
)
@click.option(
    "--dask",
    metavar="ADDRESS",
    envvar="DASK",
    default="",
    help="Run on a cluster, e.g. tcp://127.0.0.1:8786 (docs/scale.md).",
)
def reproduce(force: bool, verify: bool, dask: str):
    """Run what must run, write results and pages, name what differs from the accepted verdicts."""
    from press.run.reproduce import reproduce as all_claims

    sys.exit(all_claims(console, force, verify, dask))


@cli.command()
def site():
    """Build the pages again from the last results."""
    from press.run import reproduce
    from press.site import build

    build.write_site(reproduce.last_results(), anew=True)
    console.print("Pages: build/site/index.html")


@cli.command()
@click.option("--yes", is_flag=True, help="Do not ask.")
def accept(yes: bool):
    """Take the last results as the accepted ones, after showing what differs."""
    from press.run import reproduce

    def agreed(drifted: list[str]) -> None:
        if yes or not drifted:
            return
        try:
            taken = click.confirm("Accept them?")
        except click.Abort:
            if sys.stdin.isatty():
                raise
            told = "nobody could be asked: `factcheck accept --yes` takes them"
            raise article.LedgerError(told) from None
        if not taken:
            raise click.Abort

    reproduce.accept(console, agreed)
    console.print("Accepted: data/processed/verdicts.csv, tests/notebooks, outputs of notebooks")


@cli.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def audit(file: Path):
    """Hold the article's text in FILE against the ledger: quotes, sentences, numbers, names."""
    from press import audit as desk

    lines = desk.faults(file.read_text())
    for line in lines:
        console.print(escape(line))
    console.print(
        f"{len(ledger.claims())} claims, {len(article.get().sentences)} sentences: "
        f"{len(lines)} faults"
    )
    sys.exit(int(bool(lines)))


def main():
    """Run a command; a fault in the ledger, a table or a parameter is one line and an exit code."""
    try:
        cli(standalone_mode=False)
    except (KeyboardInterrupt, click.Abort):
        line, code = "stopped: what had finished is kept, nothing is half written", 130
    except click.ClickException as error:
        line, code = error.format_message(), error.exit_code
    except (ValueError, RuntimeError, FileNotFoundError) as error:
        ours = type(error).__module__.split(".")[0] in ("factcheck", "press", "warm")
        if not ours and not isinstance(error, FileNotFoundError):
            raise
        line, code = str(error), 2 if isinstance(error, article.Unknown) else 1
    else:
        return
    print(f"factcheck: {line}", file=sys.stderr)
    sys.exit(code)
