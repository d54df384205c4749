"""Detention: who ICE holds, day by day and on average; bed goals, funded beds, capacity."""

import pandas as pd

from measures.raw import Raw, require
from measures.rows import bounded, ends, number, series, stacked, tidy


def ice_detained(raw: Raw) -> pd.DataFrame:
    """The persons that ICE held on a day, by who counted.

    dims: counted_by (ICE workbook snapshot; TRAC; DDP daily, midnight; DDP daily, any part of
    day; statement), agency (all; ice or cbp, who had arrested the person). unit: persons.
    On 2025-02-23 the workbook had swapped its two agencies; they are put right here.
    """
    days = {
        "DDP daily, midnight": "detained_at_midnight",
        "DDP daily, any part of day": "detained_any_part_of_day",
    }
    records = stacked(raw("ice_detained_days_ddp"), "counted_by", days)
    told = bounded(raw("detained_statements"), "detained").assign(counted_by="statement")
    others = pd.concat([records, told])
    others = others.assign(period=others.date, agency="all")
    rows = pd.concat([_snapshots(raw("ice_detained_snapshots")), others])
    return series(rows, ["counted_by", "agency"], "persons")


def ice_average_population(raw: Raw) -> pd.DataFrame:
    """ICE's average daily population over a month or the part of it that had data.

    dims: agency (all, ice, cbp). unit: persons. A month that was not over in a release is
    an interval that ends with its data, never the month.
    """
    rows = bounded(raw("ice_average_population_months"), "average_daily_population")
    over = rows.month.map(lambda month: ends(month)[1]) == rows.data_through
    require(over == (rows.period_status == "complete"), "data_through and period_status differ")
    period = rows.month + "-01/" + rows.data_through
    rows = rows.assign(period=period, agency=rows.arresting_agency)
    return series(rows, ["agency"], "persons")


def detention_goals(raw: Raw) -> pd.DataFrame:
    """The beds that officials said were wanted, by the day they said it.

    dims: speaker, goal (beds in all, additional beds). unit: beds.
    """
    return tidy(_beds(raw, "goal"), "beds", ["speaker", "goal"], "beds", goal="stage")


def detention_beds_funded(raw: Raw) -> pd.DataFrame:
    """The beds (average daily population) that a fiscal year's money covers.

    dims: stage (enacted; request; request, conflicting copy; house bill). unit: beds.
    """
    return tidy(_beds(raw, "funded"), "beds", ["stage"], "beds")


def detention_capacity(raw: Raw) -> pd.DataFrame:
    """The beds that ICE had on a day.

    dims: measure (beds in the network, contractual capacity). unit: beds.
    """
    return tidy(_beds(raw, "capacity"), "beds", ["measure"], "beds", measure="stage")


def _snapshots(rows: pd.DataFrame) -> pd.DataFrame:
    ice, cbp = rows.detained_ice_arrest, rows.detained_cbp_arrest
    swapped = rows.columns_swapped == "yes"
    rows = rows.assign(
        period=rows.snapshot_date,
        ice=ice.mask(swapped, cbp),
        cbp=cbp.mask(swapped, ice),
        counted_by=rows.source_id.map({"trac_pop_agen": "TRAC"}).fillna("ICE workbook snapshot"),
    )
    whole = number(ice) + number(cbp) == number(rows.detained_total)
    require(whole, "the two agencies do not add up to the total")
    return stacked(rows, "agency", {"all": "detained_total", "ice": "ice", "cbp": "cbp"})


def _beds(raw: Raw, kind: str) -> pd.DataFrame:
    rows = raw("detention_bed_statements")
    return rows[rows.kind == kind]
