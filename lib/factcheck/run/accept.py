"""Accept the last results: verdicts.csv, and the executed notebooks that nbval holds still."""

from __future__ import annotations

import nbformat
from rich.console import Console
from rich.markup import escape

from factcheck import ledger
from factcheck.places import root, write
from factcheck.run import engine, plan, results


def accept(console: Console, yes: bool) -> int:
    """Show what differs, ask, then write; returns an exit code."""
    entries = results.load()
    if any(e["then"] is None or e["now"] is None for e in entries):
        console.print("a run failed in the last `make reproduce`: nothing is accepted")
        return 1
    lines = results.drift(entries)
    for line in lines:
        console.print(escape(line))
    console.print(f"{len(lines)} checks differ from data/processed/verdicts.csv")
    if lines and not yes and input("accept them? [y/N] ").strip().lower() != "y":
        return 1
    write(root() / "data/processed/verdicts.csv", results.as_csv(results.verdict_rows(entries)))
    _write_baselines()
    console.print("accepted; run `make data` to seal verdicts.csv in the data package")
    return 0


def _write_baselines() -> None:
    folder = root() / "tests" / "notebooks"
    names = {f"{plan.file_name(c, m)}.ipynb" for c in ledger.claims() for m in plan.moments()}
    for old in folder.glob("*.ipynb"):
        if old.name not in names:
            old.unlink()
    for name in sorted(names):
        notebook = _without_images(engine.stored(root() / "build/notebooks" / name))
        write(folder / name, nbformat.writes(notebook) + "\n")


def _without_images(notebook):
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            output.get("data", {}).pop("image/png", None)
            output.get("metadata", {}).pop("image/png", None)
    return notebook
