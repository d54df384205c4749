"""Read a table, verified, and as it was known on a day; remember what was read."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from factcheck.files import fingerprint, read_anew
from factcheck.paths import MARK, root
from factcheck.sources import TableError, may_decide, source

TAIL = [
    "low",
    "high",
    "unit",
    "data_through",
    "source_id",
    "published",
    "published_basis",
    "first_seen",
]


class Reads:
    """The tables that one notebook reads.

    tables: the sha256 of each. sources: the ids of all that its rows name, deciding or not.
    """

    def __init__(self):
        self.tables: dict[str, str] = {}
        self.sources: set[str] = set()

    def read(self, name: str) -> pd.DataFrame:
        """Read a processed table as text. Raises TableError for a missing or a changed file."""
        rows, self.tables[name] = _verified(name)
        return rows

    def select(self, name: str, labels: dict[str, str], notes: bool = False) -> pd.DataFrame:
        """Read the rows of a series that carry the labels, low and high as numbers.

        notes: also rows of sources on which no deciding figure may rest.
        Raises TableError for an unknown column or label, or when a column is left open.
        """
        rows = _labelled(self.read(name), name, labels)
        self.sources.update(rows.source_id, rows.first_seen)
        if not notes:
            rows = rows[_of_sources(rows, may_decide)]
        return rows.assign(
            low=rows.low.replace("", "-inf").astype(float),
            high=rows.high.replace("", "inf").astype(float),
        )

    def trace(self) -> dict:
        """Return what was read so far, as a record keeps it."""
        return {
            "tables": dict(sorted(self.tables.items())),
            "sources": tuple(sorted(self.sources - {""})),
        }


def _package_file() -> list[Path]:
    return [root() / MARK]


@read_anew(_package_file)
def package() -> dict[str, dict]:
    """Return the data package's resources by their path under data/."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    resources = yaml.load(_package_file()[0].read_text(), loader)["resources"]
    return {resource["path"]: resource for resource in resources}


def as_known(rows: pd.DataFrame, day: str) -> pd.DataFrame:
    """Keep, for each period, the newest figure public by `day`; a rounder never replaces a finer.

    rows: the columns of a processed series, low and high as numbers. day: ISO, empty for today.
    A row whose day of publication is unknown counts only today. Ties go to the primary source.
    Returns one row a period, sorted. Raises TableError when a dated basis has no date.
    """
    undated = rows[(rows.published == "") & (rows.published_basis != "unknown")]
    if len(undated):
        row = undated.iloc[0]
        raise TableError(f"the row of {row.period} by '{row.source_id}' has no publication date")
    known = rows[(rows.published != "") & (rows.published <= day)] if day else rows
    primary = _of_sources(known, lambda source_id: source(source_id)["kind"] == "primary")
    known = known.assign(_rank=2 * primary + (known.first_seen == ""))
    known = known.sort_values(["period", "published", "_rank"], kind="stable")
    kept: dict[str, Any] = {}
    for row in known.itertuples():
        kept[row.period] = _newer(kept[row.period], row) if row.period in kept else row
    chosen = [row.Index for row in kept.values()]
    return known.loc[chosen, rows.columns].reset_index(drop=True)


def _verified(name: str) -> tuple[pd.DataFrame, str]:
    """Read a processed table, and return its sha256 beside it."""
    path = f"processed/{name}.csv"
    if path not in package():
        raise TableError(f"there is no table '{name}' in {MARK}")
    if not (root() / "data" / path).is_file():
        raise TableError(f"data/{path} is missing: `make data` builds it")
    text = (root() / "data" / path).read_bytes()
    sha = fingerprint(text)
    if package()[path]["hash"] != f"sha256:{sha}":
        raise TableError(
            f"data/{path} is not what {MARK} says (sha256 differs): "
            "restore it from git, or run `make data` after changing data/raw"
        )
    return pd.read_csv(io.BytesIO(text), dtype=str, keep_default_na=False), sha


def _labelled(rows: pd.DataFrame, name: str, labels: dict[str, str]) -> pd.DataFrame:
    for column, label in labels.items():
        if column not in rows.columns or column in TAIL:
            raise TableError(f"{name} has no column '{column}'")
        if str(label) not in set(rows[column]):
            known = ", ".join(sorted(rows[column].unique()))
            raise TableError(f"{name} has no {column} '{label}'; it has: {known}")
        rows = rows[rows[column] == str(label)]
    for column in rows.columns.difference(["period", *TAIL, *labels], sort=False):
        if rows[column].nunique() > 1:
            raise TableError(f"{name}: say which {column}: {', '.join(rows[column].unique())}")
    return rows


def _of_sources(rows: pd.DataFrame, test: Callable[[str], bool]) -> pd.Series:
    """Say of each row whether its source passes a test, asked once a source."""
    passes = {source_id: test(source_id) for source_id in rows.source_id.unique()}
    return rows.source_id.map(passes).astype(bool)


def _newer(kept, row):
    rougher = row.low <= kept.low and row.high >= kept.high
    twin = (row.low, row.high, row.published) == (kept.low, kept.high, kept.published)
    return kept if rougher and not twin else row
