"""Detention: who ICE holds, day by day and on average; bed goals, funded beds, capacity."""

import pandas as pd

from measures.rows import bounded, number, series


def ice_detained(raw):
    """Return the persons that ICE held on a day, by who counted.

    dims: counted_by (ICE workbook snapshot; TRAC; DDP daily, midnight; DDP daily, any part of
    day; statement), agency (all; ice or cbp, who had arrested the person). unit: persons.
    On 2025-02-23 the workbook had swapped its two agencies; they are put right here.
    """
    rows = pd.concat([_snapshots(raw("ice_detained_snapshots")), _ddp(raw), _told(raw)])
    return series(rows, ["counted_by", "agency"], "persons")


def ice_average_population(raw):
    """Return ICE's average daily population over a month or the part of it that had data.

    dims: agency (all, ice, cbp). unit: persons. A month that was not over in a release is
    an interval that ends with its data, never the month.
    """
    rows = raw("ice_average_population_months")
    first, whole = rows.month + "-01", pd.PeriodIndex(rows.month, freq="M").end_time
    ends = pd.Series(whole.strftime("%Y-%m-%d"), rows.index) == rows.data_through
    assert (ends == (rows.period_status == "complete")).all(), "a partial month called complete"
    rows = rows.assign(
        period=first + "/" + rows.data_through,
        agency=rows.arresting_agency.map({"Total": "all", "ICE": "ice", "CBP": "cbp"}),
        low=number(rows.average_daily_population),
        high=number(rows.average_daily_population),
        data_through="",
    )
    assert rows.agency.notna().all(), "an agency without a name here"
    return series(rows, ["agency"], "persons")


def detention_goals(raw):
    """Return the beds that officials said were wanted, by the day they said it.

    dims: speaker, goal (beds in all, additional beds). unit: beds.
    """
    rows = _beds(raw, "goal")
    return series(rows.rename(columns={"stage": "goal"}), ["speaker", "goal"], "beds")


def detention_beds_funded(raw):
    """Return the beds (average daily population) that a fiscal year's money covers.

    dims: stage (enacted; request; request, conflicting copy; house bill). unit: beds.
    """
    return series(_beds(raw, "funded"), ["stage"], "beds")


def detention_capacity(raw):
    """Return the beds that ICE had on a day.

    dims: measure (beds in the network, contractual capacity). unit: beds.
    """
    rows = _beds(raw, "capacity").rename(columns={"stage": "measure"})
    return series(rows, ["measure"], "beds")


def _snapshots(table):
    assert set(table.columns_swapped) <= {"", "yes"}
    swapped = table.columns_swapped == "yes"
    ice = table.detained_ice_arrest.mask(swapped, table.detained_cbp_arrest)
    cbp = table.detained_cbp_arrest.mask(swapped, table.detained_ice_arrest)
    total = number(table.detained_total)
    assert (number(ice) + number(cbp) == total).all(), "two agencies do not add up to the total"
    counted = table.source_id.eq("trac_pop_agen").map(
        {True: "TRAC", False: "ICE workbook snapshot"}
    )
    rows = table.assign(period=table.snapshot_date, counted_by=counted)
    parts = {"all": total, "ice": number(ice), "cbp": number(cbp)}
    return pd.concat([rows.assign(low=n, high=n, agency=name) for name, n in parts.items()])


def _ddp(raw):
    table = raw("ice_detained_days_ddp")
    columns = {
        "DDP daily, midnight": "detained_at_midnight",
        "DDP daily, any part of day": "detained_any_part_of_day",
    }
    return pd.concat(
        [
            table.assign(
                period=table.date,
                low=number(table[column]),
                high=number(table[column]),
                counted_by=name,
                agency="all",
            )
            for name, column in columns.items()
        ]
    )


def _told(raw):
    rows = bounded(raw("detained_statements"), "detained")
    return rows.assign(period=rows.date, counted_by="statement", agency="all")


def _beds(raw, kind):
    table = raw("detention_bed_statements")
    assert set(table.kind) == {"goal", "funded", "capacity"}
    return bounded(table[table.kind == kind], "beds")


SERIES = [
    ice_detained,
    ice_average_population,
    detention_goals,
    detention_beds_funded,
    detention_capacity,
]
