"""What every series needs: bounds of a printed number, and the columns in their order."""

from collections.abc import Callable
from math import inf

import pandas as pd

from factcheck.figure import step
from factcheck.periods import last_day
from factcheck.tables import TAIL
from measures.package import Card

Raw = Callable[[str], pd.DataFrame]  # what reads a table of data/raw by its name
ORIGIN = ["source_id", "published", "published_basis", "first_seen"]


class RawError(ValueError):
    """Something wrong with a raw table; its text is one line: the table, the row and why.

    table: its path under data/. row: the line in the file; 0 where no single one is to blame.
    """

    def __init__(self, table: str, row: int, why: str):
        super().__init__(f"data/{table}{f' row {row}' if row else ''}: {why}")


def require(ok: pd.Series, why: str, cells: pd.Series | None = None) -> None:
    """Raise RawError for the first row that is not `ok`; `cells`: what to show of it."""
    for place in ok.index[~ok]:
        table, row = place if isinstance(place, tuple) else ("processed", 0)
        shown = "" if cells is None else f"{cells.name} '{cells[~ok].iloc[0]}' "
        raise RawError(table, row, shown + why)


def bounds(value: float, rounded_to: float = 0, qualifier: str = "") -> tuple[float, float]:
    """Return what a printed number can stand for, as (low, high).

    rounded_to: the publisher's rounding unit, +-half of it; 0 when exact.
    qualifier: "", "about" (+-half its step), "more than", "at least", "less than", "up to": the
    words that data/cards/common.yml lets a raw table have.
    """
    if qualifier in ("more than", "at least"):
        return value, inf
    if qualifier in ("less than", "up to"):
        return 0, value
    half = step(value) / 2 if qualifier == "about" else rounded_to / 2
    return value - half, value + half


def bounded(rows: pd.DataFrame, low: str, high: str = "", **columns: str) -> pd.DataFrame:
    """Add low and high from a column of printed numbers, or from two columns of ends.

    rows: also rounded_to and qualifier where the table has them.
    columns: what the table calls otherwise, as period="month", or period="first/last" for the
    span from one column of days to another, which may be empty. Raises RawError for a missing
    number.
    """
    spans = {
        name: rows[column.split("/")].agg("/".join, axis=1) for name, column in columns.items()
    }
    renamed = {name: span.str.removesuffix("/") for name, span in spans.items()}
    unit = number(rows["rounded_to"]).fillna(0) if "rounded_to" in rows else 0
    printed = {"low": number(rows[low]), "high": number(rows[high or low]), "unit": unit}
    cells = pd.DataFrame(printed, rows.index).assign(hedge=rows.get("qualifier", ""))
    require(cells.notna().all(axis=1), f"a number is missing in the column {high or low}")
    return rows.assign(
        low=[bounds(c.low, c.unit, c.hedge)[0] for c in cells.itertuples()],
        high=[bounds(c.high, c.unit, c.hedge)[1] for c in cells.itertuples()],
        **renamed,
    )


def stacked(rows: pd.DataFrame, dim: str, values: dict[str, str], **columns: str) -> pd.DataFrame:
    """Put columns of numbers under each other, bounded; `values`: by the label that `dim` gets."""
    return pd.concat(
        bounded(rows, column, **columns).assign(**{dim: label}) for label, column in values.items()
    )


def of_card(card: Card, raw: Raw) -> pd.DataFrame:
    """Return the series that a card describes whole, under `from`.

    from: table; value, its column of printed numbers (high: of upper ends); where: columns with
    the labels to keep; columns: as in `bounded`.
    """
    told = {"high": "", "where": {}, "columns": {}, **card.told["from"]}
    rows = raw(told["table"])
    for column, labels in told["where"].items():
        rows = rows[rows[column].isin(labels)]
    rows = bounded(rows, told["value"], told["high"], **told["columns"])
    dims = [column for column in card.fields if column not in ("period", *TAIL)]
    return series(rows, dims, card.told["unit"])


def series(rows: pd.DataFrame, dims: list[str], unit: str) -> pd.DataFrame:
    """Bring rows into the columns of a processed series, sorted, open bounds empty.

    rows: period, `dims`, low, high, source_id, published, published_basis; data_through and
    first_seen where known. What was counted through a day before the period's last is a part of
    it, so it has no upper bound. Raises RawError when a row stands twice or has no number.
    """
    optional = {name: "" for name in ("data_through", "first_seen") if name not in rows}
    out = rows.assign(unit=unit, **optional)[["period", *dims, *TAIL]]
    require(out[["low", "high"]].notna().all(axis=1), "a number is missing")
    out = _ended(out.fillna(""))
    out[["low", "high"]] = out[["low", "high"]].map(_written)
    out = out.astype(str).sort_values(list(out.columns), kind="stable")
    twice = out.duplicated(["period", *dims, "source_id", "published", "data_through"])
    require(~twice, "stands twice: same labels, source and day", out.period)
    return out.reset_index(drop=True)


def number(cells: pd.Series) -> pd.Series:
    """Read a column of printed numbers; empty stays missing, anything else raises RawError."""
    read = pd.to_numeric(cells.where(cells != ""), errors="coerce")
    require(read.notna() | cells.isna() | (cells == ""), "is no number", cells)
    return read


def only(rows: pd.DataFrame, table: str, what: str) -> pd.Series:
    """Return the one row. Raises RawError where there is none or a second one."""
    if len(rows) != 1:
        raise RawError(f"raw/{table}.csv", 0, f"{what}: one row is needed, there are {len(rows)}")
    return rows.iloc[0]


def _ended(rows: pd.DataFrame) -> pd.DataFrame:
    """Open the top of what is only a part of its period; forget the day where it is the whole."""
    last = rows["period"].map(last_day)
    part = (rows["data_through"] != "") & (rows["data_through"] < last)
    return rows.assign(
        high=rows["high"].mask(part, inf), data_through=rows["data_through"].where(part, "")
    )


def _written(x: float) -> str:
    if x in (inf, -inf):
        return ""
    return str(int(x)) if x == int(x) else repr(round(float(x), 6))
