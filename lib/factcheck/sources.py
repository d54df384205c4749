"""The sources: who published what, when, and whether a deciding figure may rest on it."""

import csv
from functools import cache

from factcheck.places import root


class TableError(ValueError):
    """A table that is missing, changed or not as its data package says."""


@cache
def sources() -> dict[str, dict]:
    """Return the rows of data/raw/sources.csv by their source_id."""
    with (root() / "data/raw/sources.csv").open(encoding="utf-8", newline="") as file:
        return {row["source_id"]: row for row in csv.DictReader(file)}


def source(source_id: str) -> dict:
    """Return one source's row. Raises TableError for an unknown id."""
    if source_id not in sources():
        raise TableError(f"data/raw/sources.csv has no source '{source_id}'")
    return sources()[source_id]
