"""Arrests by ICE, book-ins to its detention, quotas."""

from datetime import date, timedelta
from math import inf

import pandas as pd

from factcheck.periods import first_day, last_day
from measures.rows import ORIGIN, Raw, bounded, number, series, stacked


def ice_arrests_by_month(raw: Raw) -> pd.DataFrame:
    """Administrative arrests by ICE's ERO, by month.

    counted_by: row-level records (analysts' count, duplicates dropped), OHSS administrative
    arrests (rounded to 10), one arrest a person (an undercount). Unit: arrests.
    """
    records = raw("ddp_arrests_monthly")
    records = bounded(records, "arrests", period="month", counted_by="count_rule")
    ohss = raw("ohss_ero_admin_arrests_monthly").assign(counted_by="OHSS administrative arrests")
    ohss = bounded(ohss, "arrests_rounded_to_10", period="month")
    return series(pd.concat([records, ohss]), ["counted_by"], "arrests")


def ice_bookins_by_interval(raw: Raw) -> pd.DataFrame:
    """Initial book-ins after arrest by ICE between the cut-offs of two successive releases.

    cut: release to release, split at month ends. Unit: book-ins. Bounds: plus and minus the
    largest later change of a whole month, since entries come in late.
    """
    rows = bounded(raw("ice_dtm_bookins_by_agency_month"), "initial_book_ins")
    rows = rows[rows.arresting_agency == "ice"].assign(n=rows.low)
    parts = []
    for _, year in rows.groupby("fiscal_year"):
        before = None
        for _, release in year.groupby(["data_through", "published"]):
            if before is None or before.data_through.iloc[0] < release.data_through.iloc[0]:
                parts += _since(before, release)
                before = release
    late, out = _late_entries(rows), pd.DataFrame(parts)
    out = out.assign(low=(out.n - late).clip(lower=0), high=out.n + late)
    return series(out, ["cut"], "book-ins")


def ice_arrests_by_week_or_day(raw: Raw) -> pd.DataFrame:
    """Arrests by ICE in less than a month: by week from records, by day from its posts on X.

    counted_by: row-level records (ERO's administrative arrests, Monday to Sunday, read off a
    published chart; bounds are half an arrest, the first week has more than was counted), ICE
    posts (days, as the press copied them), press, a day earlier (one total, dated so by NBC).
    Unit: arrests. One series, so that a run as of a day can fall back from one to the other.
    """
    weeks = raw("ddp_arrests_weekly_2025_03_release").assign(rounded_to="1")
    weeks = bounded(weeks, "arrests_digitised", period="week_start_monday/week_end_sunday")
    weeks = weeks.assign(
        counted_by="row-level records",
        high=weeks.high.where(weeks.week_status == "complete", inf),
    )
    days = bounded(
        raw("ice_daily_posts"), "arrests", period="date_attributed", counted_by="labelled"
    )
    return series(pd.concat([weeks, days]), ["counted_by"], "arrests")


def arrest_quota(raw: Raw) -> pd.DataFrame:
    """Arrests a day that ICE was reported to have been told to make, set in January 2025.

    end: low end, high end; reported_by: who. Unit: arrests a day. Period: the month it was set.
    """
    rows = raw("arrest_quotas")
    offices = number(rows.per_field_office_daily) * number(rows.field_offices)
    low, high = (number(rows[f"daily_quota_{end}"]).fillna(offices) for end in ("low", "high"))
    rows = rows.assign(low=low, high=high)
    rows = stacked(rows, "end", {"low end": "low", "high end": "high"}, period="set_in")
    return series(rows, ["end", "reported_by"], "arrests a day")


def _late_entries(rows: pd.DataFrame) -> float:
    """The most that a whole month changed from one release to the next."""
    whole = rows[rows.month_status == "complete"]
    vintages = whole.sort_values(["month", "data_through", "published"])
    return vintages.groupby("month").n.diff().abs().max()


def _since(before: pd.DataFrame | None, release: pd.DataFrame) -> list[dict]:
    """What `release` has after the cut-off of `before`, as a whole and month by month."""
    release = release.sort_values(["month", "source_id"])
    through, had = release.data_through.iloc[0], {}
    start = first_day(release.fiscal_year.iloc[0])
    if before is not None:
        start = str(date.fromisoformat(before.data_through.iloc[0]) + timedelta(1))
        had = dict(zip(before.month, before.n, strict=True))
    source = release.iloc[0].reindex(ORIGIN, fill_value="").to_dict()
    spans = []
    for month, n in zip(release.month, release.n, strict=True):
        last = min(last_day(month), through)
        if last >= start:
            spans.append((f"{max(first_day(month), start)}/{last}", n - had.get(month, 0)))
    parts = [{"period": p, "n": n, "cut": "split at month ends", **source} for p, n in spans]
    added = sum(n for _, n in spans)
    whole = {"period": f"{start}/{through}", "n": added, "cut": "release to release", **source}
    return [*parts, whole]
