"""The sources: who published what, when, and whether a deciding figure may rest on it."""

import csv
from pathlib import Path

from factcheck.files import read_anew
from factcheck.paths import root


class TableError(ValueError):
    """A table that is missing, changed or not as its data package says."""


def _file() -> list[Path]:
    return [root() / "data/raw/sources.csv"]


@read_anew(_file)
def sources() -> dict[str, dict]:
    """Return the rows of data/raw/sources.csv by their source_id."""
    with _file()[0].open(encoding="utf-8", newline="") as file:
        return {row["source_id"]: row for row in csv.DictReader(file)}


def source(source_id: str) -> dict:
    """Return one source's row. Raises TableError for an unknown id."""
    found = sources().get(source_id)
    if found is None:
        raise TableError(f"data/raw/sources.csv has no source '{source_id}'")
    return found


def may_decide(source_id: str) -> bool:
    """Say whether a deciding figure may rest on a source."""
    return source(source_id)["deciding_ok"] == "yes"
