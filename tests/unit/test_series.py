"""Series: figures by period, a tidy table of them, and numbers brought back as figures."""

from math import inf, nan

import pandas as pd
import pytest

from factcheck import periods
from factcheck.series import Series
from invented import series

COLUMNS = ["period", "value", "low", "high", "source", "published"]


YEARS = series(("2022", 72.0, 72.0, "a"), ("2023", 142.0, 144.0, "b"), ("2024", 248.0, inf, "c"))
MONTHS = series(*((month, 10.0, 10.0, "a") for month in periods.months("2024-12", "2025-03")))


def test_a_period_without_a_row_is_no_figure_in_the_series_unit():
    missing = YEARS["1999"]
    assert (missing.known, missing.unit, missing.period) == (False, "removals", "1999")
    assert YEARS[2023].period == "2023"


def test_cuts_keep_the_periods_that_they_say():
    def left(cut):
        return [figure.period for figure in cut]

    assert left(YEARS.until(2023)) == ["2022", "2023"]
    assert left(YEARS.since(2023)) == ["2023", "2024"]
    assert left(YEARS.without(2023)) == ["2022", "2024"]
    assert left(YEARS.whole()) == ["2022", "2023"]
    assert left(YEARS.where(lambda figure: figure.low > 100)) == ["2023", "2024"]
    assert left(MONTHS.within("2025-01-01/2025-03-30")) == ["2025-01", "2025-02"]
    assert YEARS.last().period == "2024"


def test_extremes_keep_bounds_and_period():
    top = YEARS.max()
    assert (top.low, top.high, top.period) == (248, inf, "2024")
    assert (YEARS.min().low, YEARS.min().period) == (72, "2022")


def test_an_empty_series_gives_no_figures():
    none = YEARS.since(2099)
    assert not any(f.known for f in (none.max(), none.min(), none.sum(), none.last()))
    assert list(none.frame.columns) == COLUMNS and len(none.frame) == 0


# --- sums


def test_a_sum_keeps_bounds_and_sources_and_knows_its_span():
    total = YEARS.until(2023).sum()
    assert (total.low, total.high, total.sources) == (214, 216, ("a", "b"))
    assert total.period == "2021-10-01/2023-09-30"
    assert MONTHS.since("2025-01").sum().a_day().value == pytest.approx(30 / 90)


def test_a_sum_over_a_gap_is_refused_by_its_first_missing_day():
    with pytest.raises(ValueError, match="counts has nothing for 2025-02-01: say which periods"):
        MONTHS.without("2025-02").sum()


def test_a_sum_of_wanted_periods_is_no_figure_where_one_is_missing():
    wanted = ["2025-01", "2025-02"]
    assert MONTHS.sum(wanted).value == 20
    missing = MONTHS.without("2025-02").sum(wanted)
    assert not missing.known and missing.period == "2025-01-01/2025-02-28"
    # Named periods may lie apart: that was asked for.
    assert MONTHS.without("2025-01").sum(["2024-12", "2025-02"]).value == 20


# --- a count to date


def test_what_a_stretch_gained_is_its_last_release_less_its_first():
    released = (("2024-11-02", 29), ("2024-11-16", 40), ("2024-11-30", 49), ("2025-01-25", 85))
    to_date = series(*((f"2024-10-01/{day}", float(n), float(n), day) for day, n in released))
    gained = to_date.gained("2024-11-10/2025-01-19")
    assert (gained.value, gained.period) == (9, "2024-11-17/2024-11-30")
    assert gained.sources == ("2024-11-30", "2024-11-16")
    assert not to_date.gained("2024-12-01/2025-01-19").known


# --- the tidy table


def test_the_frame_has_its_columns_in_order_and_open_bounds_as_they_are():
    frame = YEARS.frame
    assert list(frame.columns) == COLUMNS
    assert frame.values.tolist() == [
        ["2022", 72, 72, 72, "a", "2025-01-01"],
        ["2023", 143, 142, 144, "b", "2025-01-01"],
        ["2024", 248, 248, inf, "c", "2025-01-01"],
    ]


def test_whole_numbers_have_no_decimals_where_all_are_whole():
    assert set(YEARS.until(2023).frame[["value", "low", "high"]].dtypes.map(str)) == {"int64"}
    halves = series(("2023", 1.0, 2.0, "a"))
    assert set(halves.frame[["value", "low", "high"]].dtypes.map(str)) == {"float64"}


# --- a number that was computed with pandas, brought back


def test_a_computed_number_has_the_sources_days_and_span_of_its_rows():
    rows = YEARS.frame.query("period <= '2023'")
    mean = YEARS.figure(rows["low"].mean(), rows["high"].mean(), rows)
    assert (mean.low, mean.high, mean.unit) == (107, 108, "removals")
    assert (mean.sources, mean.published) == (("a", "b"), "2025-01-01")
    assert mean.period == "2021-10-01/2023-09-30"


def test_a_computed_number_is_exact_of_all_rows_and_in_the_series_unit_unless_told():
    whole = MONTHS.figure(5)
    assert (whole.value, whole.unit, whole.sources) == (5, "removals", ("a",))
    told = MONTHS.figure(5, unit="percent", period="2024")
    assert (told.unit, told.period) == ("percent", "2024")


def test_one_number_of_rows_with_bounds_would_be_too_exact():
    with pytest.raises(ValueError, match="counts: rows with bounds give no exact figure"):
        YEARS.figure(5, rows=YEARS.frame.query("period == '2023'"))
    assert YEARS.figure(5, rows=YEARS.frame.query("period == '2022'")).value == 5
    assert YEARS.figure(4, 6).exact is False


def test_a_computed_number_keeps_the_proof_of_its_day_and_is_undated_where_a_row_is():
    rows = series(("2022", 72.0, 72.0, "a"), first_seen="press").rows
    undated = rows.assign(period="2023", published="", first_seen="")
    both = Series("counts", pd.concat([rows, undated], ignore_index=True), "removals", {})
    assert both.figure(5).published == "" and both.figure(5).first_seen == ("press",)
    assert both.figure(5, rows=both.frame.head(1)).published == "2025-01-01"


@pytest.mark.parametrize("low, high", [(nan, None), (1.0, nan)])
def test_what_pandas_could_not_compute_is_no_figure(low, high):
    found = MONTHS.figure(low, high, period="2024")
    assert (found.known, found.unit, found.period) == (False, "removals", "2024")


def test_a_number_of_no_rows_is_no_figure():
    nothing = YEARS.figure(0, rows=YEARS.frame.query("period == '1999'"))
    assert not nothing.known and nothing.sources == ()


@pytest.mark.parametrize("cut", ["since", "until", "__getitem__"])
def test_a_series_is_cut_only_at_a_period(cut):
    with pytest.raises(ValueError, match="'20 January 2025' is not"):
        getattr(YEARS, cut)("20 January 2025")
