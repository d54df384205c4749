"""Detention: who ICE holds, day by day and on average; bed goals, funded beds, capacity."""

import pandas as pd

from factcheck.periods import last_day
from measures.rows import Raw, bounded, number, require, series, stacked


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
    records = stacked(raw("ice_detained_days_ddp"), "counted_by", days, period="date")
    told = raw("detained_statements").assign(counted_by="statement")
    others = pd.concat([records, bounded(told, "detained", period="date")]).assign(agency="all")
    rows = pd.concat([_snapshots(raw("ice_detained_snapshots")), others])
    return series(rows, ["counted_by", "agency"], "persons")


def ice_average_population(raw: Raw) -> pd.DataFrame:
    """ICE's average daily population over a month or the part of it that had data.

    dims: agency (all, ice, cbp). unit: persons. A month that was not over in a release is
    an interval that ends with its data, never the month.
    """
    rows = raw("ice_average_population_months")
    rows = bounded(rows, "average_daily_population", agency="arresting_agency")
    over = rows.month.map(last_day) == rows.data_through
    require(over == (rows.period_status == "complete"), "data_through and period_status differ")
    rows = rows.assign(period=rows.month + "-01/" + rows.data_through)
    return series(rows, ["agency"], "persons")


def _snapshots(rows: pd.DataFrame) -> pd.DataFrame:
    ice, cbp = rows.detained_ice_arrest, rows.detained_cbp_arrest
    swapped = rows.columns_swapped == "yes"
    rows = rows.assign(
        ice=ice.mask(swapped, cbp),
        cbp=cbp.mask(swapped, ice),
        counted_by=rows.source_id.map({"trac_pop_agen": "TRAC"}).fillna("ICE workbook snapshot"),
    )
    adds_up = number(ice) + number(cbp) == number(rows.detained_total)
    require(adds_up, "the two agencies do not add up to the total")
    agencies = {"all": "detained_total", "ice": "ice", "cbp": "cbp"}
    return stacked(rows, "agency", agencies, period="snapshot_date")
