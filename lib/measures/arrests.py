"""Arrests by ICE, book-ins to its detention, its daily posts and quotas."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

import pandas as pd

from measures.rows import bounded, number, series

COUNTED_BY = {
    "all_rows_minus_ddp_duplicate_drop_row": "row-level records",
    "first_row_per_person_over_whole_file": "one arrest a person",
}
AGENCIES = {"ICE": "ice", "CBP": "cbp", "Total": "all"}
WHOLE = {"complete": True, "partial": False}
WEEKS = {"complete": True, "starts before the data (mid-November 2023)": False}
LABELLED = {"ICE posts": "ICE posts", "press, a day earlier": "press, a day earlier"}


def ice_arrests_by_month(raw) -> pd.DataFrame:
    """Administrative arrests by ICE's ERO, by month.

    counted_by: row-level records (analysts' count, duplicates dropped), OHSS administrative
    arrests (rounded to 10), one arrest a person (an undercount). Unit: arrests.
    """
    rows = raw("ddp_arrests_monthly")
    rows = rows.assign(period=rows.month, counted_by=_label(rows.count_rule, COUNTED_BY))
    rows = _counted(rows, number(rows.arrests), _label(rows.month_status, WHOLE))
    ohss = raw("ohss_ero_admin_arrests_monthly")
    _label(ohss.criminality, {"total": ""})
    ohss = ohss.assign(period=ohss.month, counted_by="OHSS administrative arrests")
    ohss = bounded(ohss, "arrests_rounded_to_10", "arrests_rounded_to_10")
    return series(pd.concat([rows, ohss]), ["counted_by"], "arrests")


def ice_bookins_by_month(raw) -> pd.DataFrame:
    """Initial book-ins to ICE detention by month, every release of ICE's detention statistics.

    arresting_agency: ice, cbp, all. Unit: book-ins.
    """
    rows = raw("ice_dtm_bookins_by_agency_month")
    rows = rows.assign(period=rows.month, arresting_agency=_label(rows.arresting_agency, AGENCIES))
    whole = _label(rows.month_status, WHOLE)
    rows["data_through"] = rows.data_through.mask(whole, "")
    rows = _counted(rows, number(rows.initial_book_ins), whole)
    return series(rows, ["arresting_agency"], "book-ins")


def ice_bookins_by_interval(raw) -> pd.DataFrame:
    """Initial book-ins after arrest by ICE between the cut-offs of two successive releases.

    cut: release to release, split at month ends. Unit: book-ins. Bounds: plus and minus the
    largest later change of a whole month, since entries come in late.
    """
    rows = raw("ice_dtm_bookins_by_agency_month")
    rows = rows[rows.arresting_agency == "ICE"].assign(n=number(rows.initial_book_ins))
    late, parts = _late_entries(rows), []
    for _, year in rows.groupby("fiscal_year"):
        before = None
        for _, release in year.groupby(["data_through", "published"]):
            if before is None or before.data_through.iloc[0] < release.data_through.iloc[0]:
                parts += _since(before, release)
                before = release
    out = pd.DataFrame(parts)
    out = out.assign(low=(out.n - late).clip(lower=0), high=out.n + late)
    return series(out, ["cut"], "book-ins")


def ice_arrests_by_week_or_day(raw) -> pd.DataFrame:
    """Arrests by ICE in less than a month: by week from records, by day from its posts on X.

    counted_by: row-level records (ERO's administrative arrests, Monday to Sunday, read off a
    published chart; bounds are half an arrest, the first week has more than was counted), ICE
    posts (days, as the press copied them), press, a day earlier (one total, dated so by NBC).
    Unit: arrests. One series, so that a run as of a day can fall back from one to the other.
    """
    weeks = raw("ddp_arrests_weekly_2025_03_release")
    _label(weeks.series, {"total": ""})
    weeks = weeks.assign(
        period=weeks.week_start_monday + "/" + weeks.week_end_sunday, counted_by="row-level records"
    )
    counted = number(weeks.arrests_digitised)
    whole = _label(weeks.week_status, WEEKS)
    weeks = weeks.assign(low=counted - 0.5, high=(counted + 0.5).where(whole))
    days = raw("ice_daily_posts")
    counted = number(days.arrests)
    days = days.assign(
        period=days.date_attributed,
        low=counted,
        high=counted,
        counted_by=_label(days.labelled, LABELLED),
    )
    return series(pd.concat([weeks, days]), ["counted_by"], "arrests")


def ice_daily_total_dates(raw) -> pd.DataFrame:
    """First and last day for which ICE posted a total of arrests, and the first day without.

    event: first day with a total, last day with a total, first day without a total.
    Unit: date, as the proleptic ordinal of Python's date. Period: the day itself.
    """
    rows = raw("ice_daily_post_events")
    ordinal = rows.date.map(lambda d: date.fromisoformat(d).toordinal())
    rows = rows.assign(period=rows.date, low=ordinal, high=ordinal)
    return series(rows, ["event"], "date")


def ice_arrests_stated(raw) -> pd.DataFrame:
    """Totals of arrests over some days that officials gave or the press added up.

    stated_by: who. Unit: arrests. Period: first day/last day.
    """
    rows = raw("arrest_totals_stated")
    rows = rows.assign(period=rows.period_start + "/" + rows.period_end)
    return series(bounded(rows, "value_low", "value_high"), ["stated_by"], "arrests")


def arrest_quota(raw) -> pd.DataFrame:
    """Arrests a day that ICE was reported to have been told to make, set in January 2025.

    end: low end, high end; reported_by: who. Unit: arrests a day. Period: the month it was set.
    """
    rows = raw("arrest_quotas")
    offices = number(rows.per_field_office_daily) * number(rows.field_offices)
    ends = []
    for end, column in (("low end", "daily_quota_low"), ("high end", "daily_quota_high")):
        stated = number(rows[column]).fillna(offices)
        ends.append(rows.assign(period=rows.set_in, end=end, low=stated, high=stated))
    out = pd.concat(ends)
    assert out.low.notna().all(), "a quota without a number"
    return series(out, ["end", "reported_by"], "arrests a day")


def _label(column: pd.Series, words: dict) -> pd.Series:
    unknown = set(column) - set(words)
    if unknown:
        raise ValueError(f"unknown label in {column.name}: {', '.join(sorted(unknown))}")
    return column.map(words)


def _counted(rows: pd.DataFrame, n: pd.Series, whole: pd.Series) -> pd.DataFrame:
    assert n.notna().all(), "a count is missing"
    return rows.assign(low=n, high=n.where(whole))


def _late_entries(rows: pd.DataFrame) -> float:
    """Return the most that a whole month changed from one release to the next."""
    whole = rows[rows.month_status == "complete"]
    whole = whole.sort_values(["month", "data_through", "published"])
    return whole.groupby("month").n.diff().abs().max()


def _since(before: pd.DataFrame | None, release: pd.DataFrame) -> list[dict]:
    """Count what `release` has after the cut-off of `before`, as a whole and month by month."""
    through = date.fromisoformat(release.data_through.iloc[0])
    start = (
        date(int(release.fiscal_year.iloc[0]) - 1, 10, 1)
        if before is None
        else date.fromisoformat(before.data_through.iloc[0]) + timedelta(1)
    )
    had = {} if before is None else dict(zip(before.month, before.n))
    months = []
    for month, n in sorted(zip(release.month, release.n)):
        first = date.fromisoformat(f"{month}-01")
        last = min(first.replace(day=monthrange(first.year, first.month)[1]), through)
        if last >= start:
            months.append((max(first, start), last, n - had.get(month, 0)))
    source = release.iloc[0][["source_id", "published", "published_basis"]].to_dict()
    spans = [(*m, "split at month ends") for m in months]
    spans.append((start, through, sum(m[2] for m in months), "release to release"))
    return [{"period": f"{a}/{b}", "n": n, "cut": cut, **source} for a, b, n, cut in spans]


SERIES = [
    ice_arrests_by_month,
    ice_bookins_by_month,
    ice_bookins_by_interval,
    ice_arrests_by_week_or_day,
    ice_daily_total_dates,
    ice_arrests_stated,
    arrest_quota,
]
