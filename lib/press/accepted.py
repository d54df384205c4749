"""The accepted verdicts, verdicts.csv, and what drifted from them."""

import csv
import io
from pathlib import Path

from factcheck import ledger
from factcheck.article import LedgerError
from factcheck.files import write
from factcheck.paths import root
from factcheck.record import Check, Record
from press import notebooks
from press.results import Result

COLUMNS = ["claim", "as_of", "ordinal", "label", "asserted", "value", "holds", "verdict"]
FILE = "data/processed/verdicts.csv"
BASELINES = "tests/notebooks"


def drift(results: list[Result]) -> list[str]:
    """Say, a line each, where results differ from the accepted ones; failed runs are left out."""
    failed = {
        (result.claim.id, moment)
        for result in results
        for moment, record in result.moments.items()
        if record is None
    }
    theirs, ours = _by_key(_accepted()), _by_key(rows(results))
    return [
        _differs(key, theirs.get(key), ours.get(key))
        for key in sorted(ours | theirs)
        if ours.get(key) != theirs.get(key) and key[:2] not in failed
    ]


def accept(results: list[Result]) -> None:
    """Write verdicts.csv, and the executed notebooks that nbval holds still.

    A sentence's run is held still by its rulings, which are in the ledger.
    Raises LedgerError where a run failed.
    """
    from measures import package  # with pandas, which nothing else here needs

    if failed := [result.claim.id for result in results if result.failed]:
        raise LedgerError(f"nothing is accepted: the runs of {', '.join(failed)} failed")
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows(results))
    write(root() / FILE, text.getvalue())
    package.seal(root(), FILE.removeprefix("data/"))
    _write_baselines([claim.id for claim in ledger.claims().values() if not claim.in_row])


def rows(results: list[Result]) -> list[dict]:
    """A row a deciding check, one with an empty label for a claim without, in id order."""
    return [
        row
        for result in sorted(results, key=lambda result: result.claim.id)
        for moment, record in result.moments.items()
        if record
        for row in _rows_of(result.claim.id, moment, record)
    ]


def _rows_of(claim: str, moment: str, record: Record) -> list[dict]:
    told = [(c.label, c.asserted, _value(c), c.holds) for c in record.deciding]
    return [
        dict(zip(COLUMNS, (claim, moment, str(n), *check, record.verdict), strict=True))
        for n, check in enumerate(told or [("", "", "", "")], 1)
    ]


def _value(check: Check) -> str:
    """The figure, or its bounds: 248..; nothing where there was none."""
    if check.value is not None:
        return str(check.value)
    low, high = ("" if end is None else str(end) for end in (check.low, check.high))
    return f"{low}..{high}" if low or high else ""


def _accepted() -> list[dict]:
    file = root() / FILE
    return list(csv.DictReader(file.open())) if file.is_file() else []


def _by_key(rows: list[dict]) -> dict[tuple, dict]:
    return {(row["claim"], row["as_of"], row["ordinal"]): row for row in rows}


def _differs(key: tuple, old: dict | None, new: dict | None) -> str:
    name = f"{key[0]} {key[1]}, check {key[2]}"
    if not old:
        return f"{name}: new: {new and new['label']}"
    if not new:
        return f"{name}: gone: {old['label']}"
    moved = [column for column in COLUMNS if old.get(column) != new[column]]
    parts = [f"{c} {old.get(c) or 'none'} -> {new[c] or 'none'}" for c in moved]
    return f"{name} ({new['label']}): {', '.join(parts)}"


def _write_baselines(claims: list[str]) -> None:
    import nbformat

    folder = root() / BASELINES
    texts: dict[Path, str] = {}
    for claim in claims:
        for moment in ("then", "now"):
            notebook = nbformat.read(notebooks.executed(claim, moment), as_version=4)
            text = nbformat.writes(notebooks.without_images(notebook)) + "\n"
            texts[folder / notebooks.file_name(claim, moment)] = text
    for gone in set(folder.glob("*.ipynb")) - set(texts):
        gone.unlink()
    for path, text in texts.items():
        write(path, text)
