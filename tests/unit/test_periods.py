"""Periods as text: what days they have, how they lie to each other, how they are told."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck import periods

DAYS = st.dates(date(2000, 1, 1), date(2060, 1, 1)).map(date.isoformat)
SPANS = st.tuples(DAYS, DAYS).map(lambda pair: "/".join(sorted(pair)))


@pytest.mark.parametrize(
    "period, first, last, days",
    [
        ("2024", "2023-10-01", "2024-09-30", 366),
        ("2025-02", "2025-02-01", "2025-02-28", 28),
        ("2024-02", "2024-02-01", "2024-02-29", 29),
        ("2025-02-11", "2025-02-11", "2025-02-11", 1),
        ("2024-12-31/2025-01-01", "2024-12-31", "2025-01-01", 2),
    ],
)
def test_the_days_of_a_period(period, first, last, days):
    assert (periods.first_day(period), periods.last_day(period)) == (first, last)
    assert periods.days(period) == days


@pytest.mark.parametrize("text", ["", "February", "2025-13", "2025-02-30", "24"])
def test_what_is_no_period_is_refused(text):
    with pytest.raises(ValueError):
        periods.span(text)


@given(DAYS)
def test_a_day_lies_in_its_fiscal_year_and_in_no_other(day):
    year = int(periods.fiscal_year(day))
    inside = [periods.within(day, str(one)) for one in (year - 1, year, year + 1)]
    assert inside == [False, True, False]


@given(SPANS, SPANS)
def test_a_span_inside_another_meets_it_and_their_whole_holds_both(one, other):
    assert periods.meets(one, other) == periods.meets(other, one)
    assert not periods.within(one, other) or periods.meets(one, other)
    whole = periods.from_to([one, other])
    assert periods.within(one, whole) and periods.within(other, whole)


def test_one_period_keeps_its_own_name():
    assert periods.from_to(["2025-02"]) == "2025-02"
    assert periods.from_to(["2025-01", "2025-02"]) == "2025-01-01/2025-02-28"


@pytest.mark.parametrize(
    "names, broken",
    [
        (["2024-12", "2025-01", "2025-02"], ""),
        (["2024-12", "2025-02"], "has nothing for 2025-01-01"),
        (["2023", "2025"], "has nothing for 2023-10-01"),
        (["2024", "2025-02"], "has nothing for 2024-10-01"),
        (["2024-10-01/2024-11-02", "2024-10-01/2024-11-16"], "has 2024-10-01 twice"),
        (["2025-01-01/2025-01-11", "2025-01-12/2025-01-31"], ""),
        (["2025-02"], ""),
        ([], ""),
    ],
)
def test_periods_that_do_not_follow_each_other_are_named(names, broken):
    assert periods.break_in(names) == broken


@pytest.mark.parametrize("text", ["20 January 2025", "garbage", "2025-13-45", "Feb 2025", ""])
def test_a_text_that_is_no_period_is_refused_with_what_could_be_written(text):
    with pytest.raises(ValueError, match=f"'{text}' is not a fiscal year 2024, a month 2025-01"):
        periods.span(text)


def test_months_from_one_to_another():
    assert periods.months("2024-11", "2025-02") == ["2024-11", "2024-12", "2025-01", "2025-02"]
    assert periods.months("2025-02", "2025-01") == []


@pytest.mark.parametrize(
    "period, told",
    [
        ("2024", "FY2024"),
        ("2025-02", "February 2025"),
        ("2025-02-01/2025-02-28", "February 2025"),
        ("2025-02-22", "22 February 2025"),
        ("2025-02-01/2025-02-22", "1 to 22 February 2025"),
        ("2025-01-26/2025-02-08", "26 January to 8 February 2025"),
        ("2024-11-03/2025-01-11", "3 November 2024 to 11 January 2025"),
        ("2024-01-01/2024-03-31", "January to March 2024"),
        ("2024-01-01/2024-12-31", "2024"),
        ("since May", "since May"),
    ],
)
def test_how_a_period_is_told(period, told):
    assert periods.spoken(period) == told


@pytest.mark.parametrize(
    "period, told",
    [("2024", "2024"), ("2025-02", "Feb 2025"), ("2025-01-23", "23 Jan"), ("ICE", "ICE")],
)
def test_how_a_period_is_told_under_an_axis(period, told):
    assert periods.brief(period) == told
