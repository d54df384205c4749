"""Read a table, verified, and as it was known on a day; remember what was read."""

import io
from functools import cache, reduce

import pandas as pd
import yaml

from factcheck.places import MARK, fingerprint, root
from factcheck.sources import TableError, source, sources  # noqa: F401

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
READS: dict[str, str] = {}  # the sha256 of each table that was read
NEWEST: dict[str, str] = {}  # the newest day of publication among the rows asked for


def read(name: str) -> pd.DataFrame:
    """Read a processed table as text. Raises TableError for a missing or a changed file."""
    path = f"processed/{name}.csv"
    if path not in package():
        raise TableError(f"there is no table '{name}' in {MARK}")
    if not (root() / "data" / path).is_file():
        raise TableError(f"data/{path} is missing: `make data` builds it")
    text = (root() / "data" / path).read_bytes()
    READS[name] = fingerprint(text)
    if package()[path]["hash"] != f"sha256:{READS[name]}":
        raise TableError(
            f"data/{path} is not what {MARK} says (sha256 differs): "
            "restore it from git, or run `make data` after changing data/raw"
        )
    return pd.read_csv(io.BytesIO(text), dtype=str, keep_default_na=False)


@cache
def package() -> dict:
    """Return the data package's resources by their path under data/."""
    text = (root() / MARK).read_text()
    resources = yaml.load(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader))["resources"]
    return {r["path"]: r for r in resources}


def select(name: str, labels: dict[str, str], notes: bool = False) -> pd.DataFrame:
    """Read the rows of a series that carry the labels, low and high as numbers.

    notes: also rows of sources on which no deciding figure may rest.
    Raises TableError for an unknown column or label, or when a column is left open.
    """
    rows = read(name)
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
    if not notes:
        rows = rows[rows.source_id.map(lambda s: source(s)["deciding_ok"] == "yes")]
    NEWEST[name] = max(NEWEST.get(name, ""), *rows.published.replace("", "unknown"), "")
    return rows.assign(
        low=rows.low.replace("", "-inf").astype(float),
        high=rows.high.replace("", "inf").astype(float),
    )


def trace() -> dict:
    """Return what was read so far: the tables with their hashes, the newest day among the rows."""
    return {"tables": dict(sorted(READS.items())), "newest": max(NEWEST.values(), default="")}


def as_known(rows: pd.DataFrame, day: str) -> pd.DataFrame:
    """Keep, for each period, the newest figure public by `day`; a rounder never replaces a finer.

    rows: the columns of a processed series, low and high as numbers. day: ISO, empty for today.
    A row whose day of publication is unknown counts only today. Ties go to the primary source.
    Returns one row a period, sorted. Raises TableError when a dated basis has no date.
    """
    for row in rows[(rows.published == "") & (rows.published_basis != "unknown")].itertuples():
        raise TableError(f"the row of {row.period} by '{row.source_id}' has no publication date")
    known = rows[(rows.published != "") & (rows.published <= day)] if day else rows
    primary = known.source_id.map(lambda s: source(s)["kind"] == "primary")
    known = known.assign(_rank=2 * primary + (known.first_seen == ""))
    known = known.sort_values(["period", "published", "_rank"], kind="stable")
    kept = [
        reduce(_newer, (row for _, row in group.iterrows())) for _, group in known.groupby("period")
    ]
    return pd.DataFrame(kept, columns=rows.columns)


def _newer(kept: pd.Series, row: pd.Series) -> pd.Series:
    rougher = row.low <= kept.low and row.high >= kept.high
    twin = (row.low, row.high, row.published) == (kept.low, kept.high, kept.published)
    return kept if rougher and not twin else row
