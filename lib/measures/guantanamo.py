"""Migrants at the naval base of Guantánamo Bay: sent, held, sent on."""

import pandas as pd

from measures.rows import Raw, bounded, series


def guantanamo_counts(raw: Raw) -> pd.DataFrame:
    """Migrants sent to Guantánamo Bay from February 2025 on, by day or span of days.

    dims: measure (places ordered; places built; arrivals; sent in all; held; removed to
    Venezuela; removed to Venezuela, as Honduras counted; returned to the United States).
    unit: persons. Of places: for so many persons.
    """
    rows = bounded(raw("guantanamo_migrants"), "people", period="date/date_end")
    period = rows.date.where(rows.date_end == "", rows.period)
    return series(rows.assign(period=period), ["measure"], "persons")
