"""Whom ICE arrests and where: by criminal record, and at large or in custody."""

import pandas as pd

from measures.rows import bounded, number, series

KNOWN = ["period", "counted_by", "source_id", "published", "published_basis", "first_seen"]
RECORDS = {
    "all",
    "convicted",
    "pending charges",
    "convicted or pending",
    "neither",
    "without a conviction",
}


def ice_arrest_shares_by_record(raw) -> pd.DataFrame:
    """Shares of ICE's arrests by the criminal record of whom it arrested.

    dims: counted_by (OHSS; ICE and DHS, as stated; row-level records), record (neither:
    no conviction and no pending charge; without a conviction, which takes in pending charges).
    unit: percent. A share that was not printed is what the printed ones leave.
    """
    rows = bounded(_periods(raw("ice_arrests_by_criminality")), "value")
    if set(rows.record) - RECORDS:
        raise ValueError(f"unknown records: {set(rows.record) - RECORDS}")
    out = []
    for known, group in rows.groupby(KNOWN):
        shares = _shares(group.set_index("record"))
        out += [
            dict(zip(KNOWN, known), record=record, low=low, high=high)
            for record, (low, high) in shares.items()
        ]
    return series(pd.DataFrame(out), ["counted_by", "record"], "percent")


def ice_arrests_by_manner(raw) -> pd.DataFrame:
    """ICE's administrative arrests, and those of them made at large.

    dims: counted_by (ICE: fiscal years; row-level records: calendar years, arrests in a known
    state only), manner (at large, all). unit: arrests. At large: not out of a jail or prison.
    """
    rows = _periods(raw("ice_arrests_at_large"))
    rows = rows.assign(low=number(rows.arrests), high=number(rows.arrests))
    return series(rows, ["counted_by", "manner"], "arrests")


def _periods(rows: pd.DataFrame) -> pd.DataFrame:
    """A whole fiscal year as its number, any other span as first day/last day."""
    span = rows.period_start + "/" + rows.period_end
    year = rows.period_end.str[:4]
    whole = span == (year.astype(int) - 1).astype(str) + "-10-01/" + year + "-09-30"
    return rows.assign(period=span.mask(whole, year))


def _shares(group: pd.DataFrame) -> dict[str, tuple[float, float]]:
    """Percentages of one publication about one period: printed, else what the rest leaves."""
    printed = {}
    for record, row in group.iterrows():
        if row.unit == "percent":
            printed[record] = (row.low, row.high)
        elif record != "all":
            every = group.loc["all"]
            printed[record] = (100 * row.low / every.high, 100 * row.high / every.low)
    left = {"neither": ["convicted or pending"], "without a conviction": ["convicted"]}
    if "convicted or pending" not in printed:
        left["neither"] = ["convicted", "pending charges"]
    for record, parts in left.items():
        if record not in printed and set(parts) <= set(printed):
            low, high = (100 - sum(printed[p][end] for p in parts) for end in (1, 0))
            printed[record] = (low, high)
    return {record: printed[record] for record in left if record in printed}


SERIES = [ice_arrest_shares_by_record, ice_arrests_by_manner]
