"""Migrants at the naval base of Guantánamo Bay: sent, held, sent on."""

import pandas as pd

from measures.rows import bounded, series

MEASURES = {
    "places ordered",
    "places built",
    "arrivals",
    "sent in all",
    "held",
    "removed to Venezuela",
    "removed to Venezuela, as Honduras counted",
    "returned to the United States",
}


def guantanamo_counts(raw) -> pd.DataFrame:
    """Migrants sent to Guantánamo Bay from February 2025 on, by day or span of days.

    dims: measure (places ordered; places built; arrivals; sent in all; held; removed to
    Venezuela; removed to Venezuela, as Honduras counted; returned to the United States).
    unit: persons. Of places: for so many persons.
    """
    rows = bounded(raw("guantanamo_migrants"), "people")
    if set(rows.measure) - MEASURES:
        raise ValueError(f"unknown measures: {set(rows.measure) - MEASURES}")
    period = rows.date.where(rows.date_end == "", rows.date + "/" + rows.date_end)
    return series(rows.assign(period=period), ["measure"], "persons")


SERIES = [guantanamo_counts]
