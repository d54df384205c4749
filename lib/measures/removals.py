"""Removals: ICE's own counts by year, by release and by arresting agency; DHS-wide."""

import pandas as pd

from factcheck.periods import first_day
from measures.rows import Raw, bounded, number, require, series, stacked

YEAR_END = "-09-30"
NBC = "ICE, data obtained by NBC News"
YEARS = ["FY_TOTAL", "FY_YTD"]


def ice_removals_by_year(raw: Raw) -> pd.DataFrame:
    """ICE's removals by fiscal year, every count and vintage that was published.

    dims: counted_by (annual report; row-level records; OHSS; releases in the year, which are
    lower bounds; conflicting press copy). unit: removals.
    """
    reports = bounded(raw("ice_removals_fiscal_years"), "removals", period="fiscal_year")
    ohss = _years(raw("ohss_ice_removals"), ["removals_and_returns_total"])
    releases = _releases(raw)
    in_year = releases[~releases.data_through.str.endswith(YEAR_END)]
    parts = [
        reports,
        ohss.assign(counted_by="OHSS"),
        in_year.assign(counted_by="releases in the year"),
    ]
    return series(pd.concat(parts), ["counted_by"], "removals")


def dhs_removals_by_year(raw: Raw) -> pd.DataFrame:
    """Removals, returns and expulsions by all of DHS (ICE, CBP, predecessors) by year.

    dims: measure (removals, returns, expulsions: Title 42, by CBP), counted_by (yearbook, OHSS).
    unit: removals.
    """
    book, ohss = raw("dhs_removals_returns"), raw("ohss_dhs_repatriations")
    returned = ["enforcement_returns_total", "administrative_returns_total"]
    with_returns, expelled = book[book.returns != ""], ohss[ohss.title42_expulsions != ""]
    parts = [
        bounded(book, "removals").assign(measure="removals", counted_by="yearbook"),
        bounded(with_returns, "returns").assign(measure="returns", counted_by="yearbook"),
        _years(ohss, ["removals_total"]).assign(measure="removals", counted_by="OHSS"),
        _years(ohss, returned).assign(measure="returns", counted_by="OHSS"),
        _years(expelled, ["title42_expulsions"]).assign(measure="expulsions", counted_by="OHSS"),
    ]
    rows = pd.concat(parts).assign(period=lambda rows: rows.fiscal_year)
    return series(rows, ["measure", "counted_by"], "removals")


def ice_removals_to_date(raw: Raw) -> pd.DataFrame:
    """ICE's cumulative removals from 1 October to the day a release's data end.

    dims: fiscal_year. unit: removals. Raw says how the day is known (through_basis).
    """
    rows = _releases(raw)
    period = rows.fiscal_year.map(first_day) + "/" + rows.data_through
    return series(rows.assign(period=period), ["fiscal_year"], "removals")


def ice_removals_a_day(raw: Raw) -> pd.DataFrame:
    """Removals a day between consecutive releases of one fiscal year, for charts.

    dims: fiscal_year, holds (ordinary; first of the year, which takes in removals of the year
    before that were confirmed late; year end, which ends in a jump). unit: removals a day.
    The source named is the later release's.
    """
    rows = _releases(raw)
    rows = rows[rows.groupby("fiscal_year").data_through.transform("size") > 1]
    before = rows.groupby("fiscal_year")[["data_through", "low", "published"]].shift()
    since = pd.to_datetime(before.data_through) + pd.Timedelta(days=1)
    start = since.fillna(pd.to_datetime(rows.fiscal_year.map(first_day)))
    days = (pd.to_datetime(rows.data_through) - start).dt.days + 1
    count = rows.low - before.low.fillna(0)
    require((count > 0) & (days > 0), "its count or its day is not above the release before")
    holds = before.data_through.isna().map({True: "first of the year", False: "ordinary"})
    rows = rows.assign(
        period=start.dt.strftime("%Y-%m-%d") + "/" + rows.data_through,
        low=count / days,
        high=count / days,
        holds=holds.mask(rows.data_through.str.endswith(YEAR_END), "year end"),
        published=rows.published.where(
            rows.published > before.published.fillna(""), before.published
        ),
    )
    return series(rows, ["fiscal_year", "holds"], "removals a day")


def ice_removals_by_arresting_agency(raw: Raw) -> pd.DataFrame:
    """ICE's removals by fiscal year and by who had first arrested the person.

    dims: counted_by (OHSS; ICE report; ICE report, by place; machine-written page), agency
    (cbp, ice, other or unknown, all). unit: removals.
    """
    ohss = raw("ohss_ice_removals")
    ohss = _agencies(ohss[ohss.period.isin(YEARS)]).assign(counted_by="OHSS")
    reports = bounded(raw("ice_removals_agency_reports"), "removals")
    rows = pd.concat([ohss, reports]).assign(period=lambda rows: rows.fiscal_year)
    return series(rows, ["counted_by", "agency"], "removals")


def ice_removals_by_agency_by_month(raw: Raw) -> pd.DataFrame:
    """ICE's removals by month and by who had first arrested the person.

    dims: counted_by (OHSS; NBC News, whose cbp is all less ice), agency (cbp, ice, other or
    unknown, all). unit: removals.
    """
    ohss = raw("ohss_ice_removals")
    ohss = _agencies(ohss[~ohss.period.isin(YEARS)]).assign(counted_by="OHSS")
    return series(pd.concat([ohss, _nbc(raw)]), ["counted_by", "agency"], "removals")


def _nbc(raw: Raw) -> pd.DataFrame:
    """NBC News's months: all, after an arrest by ICE where it said so, and what is left for CBP."""
    told = bounded(raw("removal_statements"), "value")
    told = told[(told.scope == NBC) & (told.source_id == "nbc_2025_03")]
    told = told.assign(period=told.period_start.str[:7], counted_by="NBC News")
    every = told[told.metric == "all"].assign(agency="all")
    ice = told[told.metric == "after ICE arrest"].assign(agency="ice")
    both = every.merge(ice[["period", "low", "high"]], on="period", suffixes=("", "_ice"))
    require(every.period.isin(ice.period), "there is no removals after ICE arrest of its month")
    cbp = both.assign(agency="cbp", low=both.low - both.high_ice, high=both.high - both.low_ice)
    return pd.concat([every, ice[ice.period.isin(every.period)], cbp])


def _agencies(rows: pd.DataFrame) -> pd.DataFrame:
    """All, CBP's, ICE's, and what the rounded total leaves for others."""
    columns = {
        "all": "removals_and_returns_total",
        "cbp": "initial_arrest_cbp",
        "ice": "initial_arrest_ice",
    }
    every, cbp, ice = (number(rows[column]) for column in columns.values())
    rest, half = every - cbp - ice, 1.5 * number(rows.rounded_to)
    require(rest > -1.5 * half, "the agencies exceed their total by more than rounding")
    others = rows.assign(
        agency="other or unknown", low=(rest - half).clip(lower=0), high=rest + half
    )
    return pd.concat([stacked(rows, "agency", columns), others])


def _years(rows: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    """Fiscal years, whole or to date, of one column or of several together, each rounded."""
    rows = rows[rows.period.isin(YEARS)]
    parts = [bounded(rows, column, period="fiscal_year") for column in columns]
    return parts[0].assign(low=sum(p.low for p in parts), high=sum(p.high for p in parts))


def _releases(raw: Raw) -> pd.DataFrame:
    rows = bounded(raw("ice_removals_releases"), "removals_ytd", period="fiscal_year")
    return rows.sort_values(["data_through", "source_id"])
