"""Removals: ICE's own counts by year, by release and by arresting agency; DHS-wide."""

from math import inf

import pandas as pd

from measures.rows import bounded, number, series

YEAR_END = "-09-30"
NBC = "ICE, data obtained by NBC News"


def ice_removals_by_year(raw):
    """Return ICE's removals by fiscal year, every count and vintage that was published.

    dims: counted_by (annual report; row-level records; OHSS; releases in the year, which are
    lower bounds; conflicting press copy). unit: removals.
    """
    reports = bounded(raw("ice_removals_fiscal_years"), "removals").assign(data_through="")
    ohss = _ohss_years(raw("ohss_ice_removals"), ["removals_and_returns_total"])
    rows = pd.concat([reports, ohss.assign(counted_by="OHSS"), _releases_as_bounds(raw)])
    return series(rows.assign(period=rows.fiscal_year), ["counted_by"], "removals")


def dhs_removals_by_year(raw):
    """Return removals, returns and expulsions by all of DHS (ICE, CBP, predecessors) by year.

    dims: measure (removals, returns, expulsions: Title 42, by CBP), counted_by (yearbook, OHSS).
    unit: removals.
    """
    book, ohss = raw("dhs_removals_returns"), raw("ohss_dhs_repatriations")
    returned = ["enforcement_returns_total", "administrative_returns_total"]
    parts = [
        _exact(book, "removals").assign(measure="removals", counted_by="yearbook"),
        _exact(book[book.returns != ""], "returns").assign(
            measure="returns", counted_by="yearbook"
        ),
        _ohss_years(ohss, ["removals_total"]).assign(measure="removals", counted_by="OHSS"),
        _ohss_years(ohss, returned).assign(measure="returns", counted_by="OHSS"),
        _ohss_years(ohss, ["title42_expulsions"])
        .query("title42_expulsions != ''")
        .assign(measure="expulsions", counted_by="OHSS"),
    ]
    rows = pd.concat(parts)
    return series(rows.assign(period=rows.fiscal_year), ["measure", "counted_by"], "removals")


def ice_removals_to_date(raw):
    """Return ICE's cumulative removals from 1 October to the day a release's data end.

    dims: fiscal_year. unit: removals. Raw says how the day is known (through_basis).
    """
    rows = _exact(_releases(raw), "removals_ytd")
    rows = rows.assign(
        period=rows.fiscal_year.map(_october) + "/" + rows.data_through, data_through=""
    )
    return series(rows, ["fiscal_year"], "removals")


def ice_removals_a_day(raw):
    """Return removals a day between consecutive releases of one fiscal year, for charts.

    dims: fiscal_year, holds (ordinary; first of the year, which takes in removals of the year
    before that were confirmed late; year end, which ends in a jump). unit: removals a day.
    The source named is the later release's.
    """
    rows = _releases(raw)
    rows = rows[rows.groupby("fiscal_year").data_through.transform("size") > 1]
    before = rows.groupby("fiscal_year")[["data_through", "removals_ytd", "published"]].shift()
    first = before.data_through.isna()
    october = pd.to_datetime(rows.fiscal_year.map(_october))
    start = (pd.to_datetime(before.data_through) + pd.Timedelta(days=1)).fillna(october)
    days = (pd.to_datetime(rows.data_through) - start).dt.days + 1
    count = number(rows.removals_ytd) - number(before.removals_ytd.fillna("0"))
    assert (count > 0).all() and (days > 0).all(), "a cumulative count or its day went back"
    at_end = rows.data_through.str.endswith(YEAR_END)
    holds = first.map({True: "first of the year", False: "ordinary"}).mask(at_end, "year end")
    known = rows.published.where(rows.published > before.published.fillna(""), before.published)
    rows = rows.assign(
        period=start.dt.strftime("%Y-%m-%d") + "/" + rows.data_through,
        low=count / days,
        high=count / days,
        holds=holds,
        published=known,
        data_through="",
    )
    return series(rows, ["fiscal_year", "holds"], "removals a day")


def ice_removals_by_arresting_agency(raw):
    """Return ICE's removals by fiscal year and by who had first arrested the person.

    dims: counted_by (OHSS; ICE report; ICE report, by place; machine-written page), agency
    (cbp, ice, other or unknown, all). unit: removals.
    """
    ohss = raw("ohss_ice_removals")
    ohss = _agencies(ohss[ohss.period.isin(["FY_TOTAL", "FY_YTD"])]).assign(counted_by="OHSS")
    rows = pd.concat([ohss, bounded(raw("ice_removals_agency_reports"), "removals")])
    return series(rows.assign(period=rows.fiscal_year), ["counted_by", "agency"], "removals")


def ice_removals_by_agency_by_month(raw):
    """Return ICE's removals by month and by who had first arrested the person.

    dims: counted_by (OHSS; NBC News, whose cbp is all less ice), agency (cbp, ice, other or
    unknown, all). unit: removals.
    """
    ohss = raw("ohss_ice_removals")
    ohss = _agencies(ohss[~ohss.period.isin(["FY_TOTAL", "FY_YTD"])]).assign(counted_by="OHSS")
    return series(pd.concat([ohss, _nbc(raw)]), ["counted_by", "agency"], "removals")


def removals_stated(raw):
    """Return removals over a span as officials or the press stated them.

    dims: scope, metric (all, after ICE arrest). unit: removals.
    """
    return _stated(raw, "removals")


def removals_a_day_stated(raw):
    """Return daily removals over a span as the press or analysts stated them.

    dims: scope, metric (all). unit: removals a day.
    """
    return _stated(raw, "removals a day")


def _stated(raw, unit):
    table = raw("removal_statements")
    assert set(table.unit) == {"removals", "removals a day", "removals a month"}, "unknown unit"
    rows = bounded(table[table.unit == unit], "value")
    rows = rows.assign(period=rows.period_start + "/" + rows.period_end)
    return series(rows, ["scope", "metric"], unit)


def _nbc(raw):
    told = raw("removal_statements")
    told = bounded(told[(told.scope == NBC) & (told.source_id == "nbc_2025_03")], "value")
    told = told.assign(period=told.period_start.str[:7], counted_by="NBC News")
    total = told[told.metric == "all"].set_index("period")
    ice = told[told.metric == "after ICE arrest"].set_index("period").loc[total.index]
    cbp = total.assign(low=total.low - ice.high, high=total.high - ice.low)
    parts = [total.assign(agency="all"), ice.assign(agency="ice"), cbp.assign(agency="cbp")]
    return pd.concat(parts).reset_index()


def _agencies(table):
    columns = {
        "all": "removals_and_returns_total",
        "cbp": "initial_arrest_cbp",
        "ice": "initial_arrest_ice",
    }
    parts = [_rounded(table, [column]).assign(agency=name) for name, column in columns.items()]
    total, cbp, ice = (number(table[column]) for column in columns.values())
    rest, half = total - cbp - ice, 1.5 * number(table.rounded_to)
    assert (rest > -1.5 * half).all(), "the agencies exceed their total by more than rounding"
    rest = parts[0].assign(
        low=(rest - half).clip(lower=0),
        agency="other or unknown",
        high=(rest + half).where(_whole(table), inf),
    )
    return pd.concat([*parts, rest])


def _ohss_years(table, columns):
    years = table[table.period.isin(["FY_TOTAL", "FY_YTD"])]
    assert years.fiscal_year.nunique() == 11, "eleven fiscal years a table, FY2014 to FY2024"
    return _rounded(years, columns)


def _rounded(table, columns):
    value = sum(number(table[column]) for column in columns)
    half = number(table.rounded_to) * len(columns) / 2
    part = ~_whole(table)
    through = table.data_through.where(part, "")
    return table.assign(low=value - half, high=(value + half).mask(part, inf), data_through=through)


def _whole(table):
    return table.data_through.eq("") | table.data_through.str.endswith(YEAR_END)


def _releases(raw):
    rows = raw("ice_removals_releases")
    assert set(rows.through_basis) <= {"footnote", "inferred"}
    return rows.sort_values("data_through", kind="stable").reset_index(drop=True)


def _releases_as_bounds(raw):
    rows = _releases(raw)
    rows = rows[~rows.data_through.str.endswith(YEAR_END)]
    return rows.assign(low=number(rows.removals_ytd), high=inf, counted_by="releases in the year")


def _october(fiscal_year):
    return f"{int(fiscal_year) - 1}-10-01"


def _exact(table, column):
    return table.assign(low=number(table[column]), high=number(table[column]))


SERIES = [
    ice_removals_by_year,
    dhs_removals_by_year,
    ice_removals_to_date,
    ice_removals_a_day,
    ice_removals_by_arresting_agency,
    ice_removals_by_agency_by_month,
    removals_stated,
    removals_a_day_stated,
]
