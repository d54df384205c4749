"""Whom ICE arrests and where: by criminal record, and at large or in custody."""

import pandas as pd

from factcheck.periods import first_day, last_day
from measures.rows import ORIGIN, Raw, bounded, require, series

KEYS = ["period", "counted_by", *ORIGIN]


def ice_arrest_shares_by_record(raw: Raw) -> pd.DataFrame:
    """Shares of ICE's arrests by the criminal record of whom it arrested.

    dims: counted_by (OHSS; ICE and DHS, as stated; row-level records), record (neither:
    no conviction and no pending charge; without a conviction, which takes in pending charges).
    unit: percent. A share that was not printed is what the printed ones leave.
    """
    rows = _by_period(raw("ice_arrests_by_criminality"), "value")
    out = []
    for known, group in rows.groupby(KEYS):
        for record, (low, high) in _shares(group).items():
            out.append(dict(zip(KEYS, known, strict=True), record=record, low=low, high=high))
    return series(pd.DataFrame(out), ["counted_by", "record"], "percent")


def ice_arrests_by_manner(raw: Raw) -> pd.DataFrame:
    """ICE's administrative arrests, and those of them made at large.

    dims: counted_by (ICE: fiscal years; row-level records: calendar years, arrests in a known
    state only), manner (at large, all). unit: arrests. At large: not out of a jail or prison.
    """
    rows = _by_period(raw("ice_arrests_at_large"), "arrests")
    return series(rows, ["counted_by", "manner"], "arrests")


def _by_period(rows: pd.DataFrame, value: str) -> pd.DataFrame:
    """Bounds by period: a whole fiscal year as its number, any other span as first/last day."""
    rows = bounded(rows, value, period="period_start/period_end")
    year = rows.period_end.str[:4]
    whole = rows.period == year.map(first_day) + "/" + year.map(last_day)
    return rows.assign(period=rows.period.mask(whole, year))


def _shares(group: pd.DataFrame) -> dict[str, tuple[float, float]]:
    """Percentages of one publication about one period: printed, else what the rest leaves."""
    printed = {}
    for row in group[group.unit == "percent"].itertuples():
        printed[row.record] = (row.low, row.high)
    counts = group[(group.unit != "percent") & (group.record != "all")]
    every = group[group.record == "all"]
    require((counts.unit == "") | (len(every) == 1), "all arrests are not given, or twice")
    for row in counts.itertuples():
        whole = every.iloc[0]
        printed[row.record] = (100 * row.low / whole.high, 100 * row.high / whole.low)
    both = "convicted or pending"
    parts = [both] if both in printed else ["convicted", "pending charges"]
    left = {"neither": parts, "without a conviction": ["convicted"]}
    for record, parts in left.items():
        if record not in printed and set(parts) <= set(printed):
            low = 100 - sum(printed[part][1] for part in parts)
            high = 100 - sum(printed[part][0] for part in parts)
            printed[record] = (low, high)
    return {record: printed[record] for record in left if record in printed}
