"""What every series needs: bounds of a printed number, and the columns in their order."""

from math import inf

import pandas as pd

from factcheck.figure import step

QUALIFIERS = ("", "about", "more than", "at least", "less than", "up to")
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


def bounds(value: float, rounded_to: float = 0, qualifier: str = "") -> tuple[float, float]:
    """Return what a printed number can stand for, as (low, high).

    rounded_to: the publisher's rounding unit, +-half of it; 0 when exact.
    qualifier: "", "about" (+-half its step), "more than", "at least", "less than", "up to";
    any other raises ValueError.
    """
    if qualifier not in QUALIFIERS:
        raise ValueError(f"'{qualifier}' is no qualifier; known: {', '.join(QUALIFIERS[1:])}")
    if qualifier in ("more than", "at least"):
        return value, inf
    if qualifier in ("less than", "up to"):
        return 0, value
    half = step(value) / 2 if qualifier == "about" else rounded_to / 2
    return value - half, value + half


def bounded(rows: pd.DataFrame, low: str, high: str = "", scale: float = 1) -> pd.DataFrame:
    """Add low and high from a column of printed numbers, or from two columns of ends.

    rows: also rounded_to and qualifier where the table has them. scale: 1,000 for thousands.
    Raises ValueError for a missing number.
    """
    unit = number(rows["rounded_to"]).fillna(0) if "rounded_to" in rows else 0
    hedge = rows.get("qualifier", "")
    ends = {"low": number(rows[low]) * scale, "high": number(rows[high or low]) * scale}
    cells = pd.DataFrame({**ends, "unit": unit * scale, "hedge": hedge})
    if cells.isna().any(axis=None):
        raise ValueError(f"a number is missing in the column {low}")
    return rows.assign(
        low=[bounds(c.low, c.unit, c.hedge)[0] for c in cells.itertuples()],
        high=[bounds(c.high, c.unit, c.hedge)[1] for c in cells.itertuples()],
    )


def series(rows: pd.DataFrame, dims: list[str], unit: str) -> pd.DataFrame:
    """Bring rows into the columns of a processed series, sorted, open bounds empty.

    rows: period, `dims`, low, high, source_id, published, published_basis; data_through and
    first_seen where known. Raises ValueError when a row stands twice.
    """
    out = rows.assign(unit=unit).reindex(columns=["period", *dims, *TAIL])
    out[["low", "high"]] = out[["low", "high"]].map(_written)
    out = out.astype(object).fillna("").astype(str).sort_values(list(out.columns), kind="stable")
    twice = out[out.duplicated(["period", *dims, "source_id", "published", "data_through"])]
    if len(twice):
        raise ValueError(f"a row stands twice: {twice.iloc[0].to_dict()}")
    return out.reset_index(drop=True)


def number(text: pd.Series) -> pd.Series:
    """Read a column of printed numbers; empty stays missing, anything else raises ValueError."""
    return pd.to_numeric(text.where(text != ""), errors="raise")


def _written(x: float) -> str:
    if pd.isna(x) or x in (inf, -inf):
        return ""
    return str(int(x)) if x == int(x) else repr(round(float(x), 6))
