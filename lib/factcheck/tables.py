"""Read a table, verified, and as it was known on a day; remember what was read."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from math import inf
from pathlib import Path

import pandas as pd
import yaml

from factcheck.figure import Figure, highest, lowest, no_figure
from factcheck.places import MARK, root

TAIL = ["low", "high", "unit", "data_through", "source_id", "published", "published_basis",
        "first_seen"]
READS: dict[str, str] = {}


class TableError(ValueError):
    """A table that is missing, changed or not as its data package says."""


def read(name: str) -> pd.DataFrame:
    """Read the processed table `name` as text, its sha256 checked against the data package.

    Raises TableError, naming the file and the mend, when it is missing or has changed.
    """
    path, text = _verified(name)
    READS[name] = hashlib.sha256(text).hexdigest()
    return pd.read_csv(io.BytesIO(text), dtype=str, keep_default_na=False)


def sources() -> pd.DataFrame:
    """Return data/raw/sources.csv, one row a source, by its id."""
    return _sources(root())


def source(source_id: str) -> dict:
    """Return one source's row. Raises TableError for an unknown id."""
    try:
        return sources().loc[source_id].to_dict()
    except KeyError:
        raise TableError(f"data/raw/sources.csv has no source '{source_id}'") from None


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
    known = known.assign(_primary=known.source_id.map(lambda s: source(s)["kind"] == "primary"))
    known = known.sort_values(["period", "published", "_primary"], kind="stable")
    kept = [_newest(group) for _, group in known.groupby("period", sort=True)]
    return pd.DataFrame(kept, columns=known.columns).drop(columns="_primary")


@dataclass(frozen=True)
class Series:
    """Figures by period, as known on a day: `series["2024"]` is a figure or `no_figure`.

    rows: one a period, sorted; name: the table; chosen: which of the claim's choices it uses.
    """

    name: str
    rows: pd.DataFrame
    unit: str
    chosen: dict[str, str]
    around: str = ""

    def __getitem__(self, period) -> Figure:
        found = self.rows[self.rows.period == str(period)]
        return _figure(found.iloc[0]) if len(found) else no_figure(self.unit, period=str(period))

    def __iter__(self):
        return (_figure(row) for _, row in self.rows.iterrows())

    def __len__(self) -> int:
        return len(self.rows)

    def until(self, period) -> Series:
        """Keep the periods up to and with `period`."""
        return self._kept(self.rows.period <= str(period))

    def since(self, period) -> Series:
        """Keep the periods from `period` on."""
        return self._kept(self.rows.period >= str(period))

    def without(self, period) -> Series:
        """Leave one period out."""
        return self._kept(self.rows.period != str(period))

    def where(self, test) -> Series:
        """Keep the periods whose figure passes `test`, a function of a figure."""
        return self._kept([bool(test(f)) for f in self])

    def gained(self, since: str, until: str) -> Figure:
        """Return what a cumulative series gained between its releases inside a window of days.

        From the first release whose data end on `since` or later to the last that ends on `until`
        or earlier; no figure when there are not two. The period is the days in between.
        """
        ends = [f for f in self if since <= f.period[-10:] <= until]
        if len(ends) < 2:
            return no_figure(self.unit)
        first, last = ends[0], ends[-1]
        start = date.fromisoformat(first.period[-10:]) + timedelta(days=1)
        return (last - first).over(f"{start}/{last.period[-10:]}")

    def whole(self) -> Series:
        """Keep periods that are counted to their end: bounds on both sides."""
        return self._kept(self.rows.high < inf)

    def max(self) -> Figure:
        return highest(list(self)) if len(self) else no_figure(self.unit)

    def min(self) -> Figure:
        return lowest(list(self)) if len(self) else no_figure(self.unit)

    def sum(self) -> Figure:
        figures = list(self)
        return sum(figures[1:], figures[0]) if figures else no_figure(self.unit)

    def last(self) -> Figure:
        """Return the figure of the latest period."""
        return _figure(self.rows.iloc[-1]) if len(self) else no_figure(self.unit)

    def _kept(self, mask) -> Series:
        return Series(self.name, self.rows[mask], self.unit, self.chosen, self.around)


def select(name: str, where: dict[str, str], notes: bool = False) -> pd.DataFrame:
    """Read the rows of a series that have the given labels, low and high as numbers.

    notes: also rows of sources on which no deciding figure may rest.
    Raises TableError for an unknown column or label, or when a column is left open.
    """
    rows = read(name)
    for column, label in where.items():
        _known_label(name, rows, column, str(label))
        rows = rows[rows[column] == str(label)]
    for column in [c for c in rows.columns[1:] if c not in TAIL and c not in where]:
        if rows[column].nunique() > 1:
            raise TableError(f"{name}: say which {column}: {', '.join(rows[column].unique())}")
    if not notes:
        rows = rows[rows.source_id.map(lambda s: source(s)["deciding_ok"] == "yes")]
    return rows.assign(low=_bound(rows.low, -inf), high=_bound(rows.high, inf))


def package() -> dict:
    """Return the data package's description, its resources by path under data/."""
    return _package(root())


def _verified(name: str) -> tuple[Path, bytes]:
    path = root() / "data" / "processed" / f"{name}.csv"
    place = f"data/processed/{name}.csv"
    resource = package().get(f"processed/{name}.csv")
    if resource is None:
        raise TableError(f"there is no table '{name}' in {MARK}")
    if not path.is_file():
        raise TableError(f"{place} is missing: `make data` builds it")
    text = path.read_bytes()
    if hashlib.sha256(text).hexdigest() != resource["hash"].removeprefix("sha256:"):
        raise TableError(f"{place} is not what {MARK} says (sha256 differs): "
                         "restore it from git, or run `make data` after changing data/raw")
    return path, text


@cache
def _package(folder: Path) -> dict:
    text = (folder / MARK).read_text()
    resources = yaml.load(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader))["resources"]
    return {r["path"]: r for r in resources}


@cache
def _sources(folder: Path) -> pd.DataFrame:
    table = pd.read_csv(folder / "data/raw/sources.csv", dtype=str, keep_default_na=False)
    return table.set_index("source_id", verify_integrity=True)


def _known_label(name: str, rows: pd.DataFrame, column: str, label: str) -> None:
    if column not in rows.columns or column in TAIL:
        raise TableError(f"{name} has no column '{column}'")
    if label not in set(rows[column]):
        known = ", ".join(sorted(rows[column].unique()))
        raise TableError(f"{name} has no {column} '{label}'; it has: {known}")


def _bound(column: pd.Series, open_end: float) -> pd.Series:
    return pd.to_numeric(column.where(column != "")).astype(float).fillna(open_end)


def _newest(group: pd.DataFrame) -> pd.Series:
    kept = group.iloc[0]
    for _, row in group.iloc[1:].iterrows():
        rougher = row.low <= kept.low and row.high >= kept.high
        kept = kept if rougher else row
    return kept


def _figure(row: pd.Series) -> Figure:
    seen = (row.first_seen,) if row.first_seen else ()
    return Figure(row.low, row.high, row.unit, (row.source_id,), row.published, row.period, seen)
