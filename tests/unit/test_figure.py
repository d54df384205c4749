"""Figures: whatever the true values inside the bounds are, the result's bounds hold the result."""

from math import inf, isfinite

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from factcheck.figure import Figure, UnitError, no_figure, step
from factcheck.figure import given as exactly
from factcheck.order import highest, lowest

VALUES = st.integers(0, 10**6).map(float)


@st.composite
def figures(draw, unit="removals", least=0.0):
    """A figure, open above one time in four, and a true value inside its bounds."""
    low = least + draw(VALUES)
    width = draw(VALUES)
    high = draw(st.sampled_from([low, low + width, low + width, inf]))
    true = low + draw(st.floats(0, 1)) * (width if high > low else 0)
    source = draw(st.sampled_from(["a", "b", "c"]))
    return Figure(low, high, unit, (source,), draw(st.sampled_from(["", "2024-01-01"]))), true


def within(x: float, figure: Figure) -> bool:
    slack = 1e-6 + 1e-9 * abs(x)
    return figure.low - slack <= x <= figure.high + slack


# --- the bounds hold the truth


@given(figures(), figures())
def test_sums_and_differences_hold_the_truth(one, other):
    (a, x), (b, y) = one, other
    assert within(x + y, a + b)
    assert within(x - y, a - b)


@given(figures(), figures(least=1.0))
def test_ratios_and_percentages_hold_the_truth(one, other):
    (a, x), (b, y) = one, other
    assert within(x / y, a / b)
    assert within(100 * x / y, (a / b).percent())


@given(figures(), st.floats(0, 1000), st.integers(1, 400))
def test_scaling_and_spreading_over_days_hold_the_truth(one, factor, days):
    a, x = one
    assert within(x * factor, a * factor)
    assert within(x * factor, factor * a)
    assert within(x / days, a.a_day(days))
    assert within(x / days, a / days)


@given(figures(least=1.0), figures())
def test_a_fall_holds_the_truth(one, other):
    (before, x), (after, y) = one, other
    assert within(100 * (x - y) / x, before.fall_to(after))


@given(st.lists(figures(), min_size=1, max_size=5))
def test_extremes_hold_the_truth(drawn):
    known, true = [f for f, _ in drawn], [x for _, x in drawn]
    assert within(max(true), highest(known))
    assert within(min(true), lowest(known))


@given(figures(), figures(least=1.0))
def test_bounds_are_no_wider_than_they_must_be(one, other):
    """Both ends of each result are reached by ends of the operands."""
    (a, _), (b, _) = one, other
    assert ((a + b).low, (a + b).high) == (a.low + b.low, a.high + b.high)
    assert ((a - b).low, (a - b).high) == (a.low - b.high, a.high - b.low)
    assert (a / b).high == a.high / b.low
    assert (a / b).low == (a.low / b.high if isfinite(b.high) else 0)
    top = highest([a, b])
    assert (top.low, top.high) == (max(a.low, b.low), max(a.high, b.high))


# --- what a result knows of where it comes from


OPERATIONS = [
    lambda a, b: a + b,
    lambda a, b: a - b,
    lambda a, b: a / b,
    lambda a, b: a.fall_to(b),
    lambda a, b: highest([a, b]),
    lambda a, b: lowest([a, b]),
]


@pytest.mark.parametrize("operation", OPERATIONS)
def test_both_sources_are_kept_and_the_later_day(operation):
    a = Figure(1, 3, "removals", ("a",), "2024-01-01", first_seen=("p",))
    b = Figure(2, 4, "removals", ("b",), "2025-01-01", first_seen=("q",))
    result = operation(a, b)
    assert set(result.sources) == {"a", "b"}
    assert (result.published, set(result.first_seen)) == ("2025-01-01", {"p", "q"})


@pytest.mark.parametrize("operation", OPERATIONS[:4])
def test_an_unknown_day_or_figure_stays_unknown(operation):
    a, b = Figure(1, 3, "removals", ("a",), "2024-01-01"), Figure(2, 4, "removals", ("b",))
    assert operation(a, b).published == ""
    for one, other in ((a, no_figure("removals")), (no_figure("removals"), a)):
        assert not operation(one, other).known


@given(st.lists(figures(), min_size=2, max_size=5))
def test_an_extreme_names_every_source_that_could_be_it(drawn):
    known = [f for f, _ in drawn]
    top = highest(known)
    assert {s for f in known if f.high >= top.low for s in f.sources} == set(top.sources)


def test_extremes_pass_over_what_is_not_known():
    a = exactly(5, "removals")
    assert highest([no_figure("removals"), a]).value == 5
    assert not lowest([no_figure("removals")]).known


# --- units


@pytest.mark.parametrize("operation", [*OPERATIONS[:2], OPERATIONS[3]])
def test_two_units_are_refused(operation):
    with pytest.raises(UnitError):
        operation(exactly(1, "removals"), exactly(1, "arrests"))


@pytest.mark.parametrize("pick", [highest, lowest])
def test_an_extreme_of_two_units_is_refused(pick):
    with pytest.raises(UnitError):
        pick([exactly(1, "removals"), exactly(2, "arrests")])


def test_only_a_ratio_has_a_percentage():
    with pytest.raises(UnitError, match="removals"):
        exactly(1, "removals").percent()


def test_units_of_results_are_named():
    removals, persons = exactly(6, "removals"), exactly(3, "persons")
    assert (removals / removals).unit == "ratio"
    assert (removals / removals).percent().unit == "percent"
    assert (removals / persons).unit == "removals per persons"
    assert removals.a_day(3).unit == "removals a day"
    assert removals.fall_to(removals).unit == "percent"


def test_a_rate_needs_a_period_or_days():
    with pytest.raises(ValueError, match="needs a period or a number of days: 5 removals"):
        exactly(5, "removals").a_day()
    assert not no_figure("removals").a_day().known


def test_a_day_spreads_over_the_figure_s_own_period():
    assert exactly(366, "removals").over("2024").a_day().value == 1  # a leap year
    assert exactly(56, "removals").over("2025-02").a_day().value == 2
    assert exactly(28, "removals").over("2025-01-26/2025-02-08").a_day().value == 2


# --- what is refused, and the step


def test_reversed_bounds_negative_factors_and_negative_ratios_are_refused():
    with pytest.raises(ValueError, match="reversed"):
        Figure(2, 1, "removals")
    with pytest.raises(ValueError, match="positive"):
        exactly(1, "removals") * -1
    with pytest.raises(ValueError, match="not negative"):
        exactly(1, "removals") / Figure(-1, 1, "removals")


@pytest.mark.parametrize(
    "n, expected",
    [
        (18_000, 1_000),
        (650_000, 50_000),
        (20, 10),
        (5, 5),
        (2.5, 0.5),
        (271_484, 1),
        (0.1, 0.1),
        (100, 100),
        (15, 5),
        (150, 50),
        (1_500_000, 500_000),
        (0.05, 0.05),
        (-18_000, 1_000),
    ],
)
def test_step(n, expected):
    assert step(n) == expected


@given(st.integers(1, 10**9))
def test_a_step_divides_its_number_and_nothing_larger_does(n):
    found = round(step(n))
    assert n % found == 0
    larger = [k * 10**p for p in range(10) for k in (1, 5) if k * 10**p > found]
    assert not any(n % s == 0 for s in larger if s <= n)


def test_zero_has_no_step():
    with pytest.raises(ValueError):
        step(0)


@pytest.mark.parametrize(
    "figure, text",
    [
        (exactly(271_484, "removals"), "271,484 removals"),
        (Figure(253_995, 254_005, "removals"), "254,000 ± 5 removals"),
        (Figure(12_819, inf, "book-ins"), "at least 12,819 book-ins"),
        (Figure(-inf, 5, "removals"), "at most 5 removals"),
        (Figure(1_000, 2_000, "troops"), "between 1,000 and 2,000 troops"),
        (exactly(2e8, "USD"), "$200 million"),
        (exactly(1_500, "USD a day"), "$1,500 USD a day"),
        (exactly(2.157, "ratio"), "2.16 times"),
        (exactly(1969, "year"), "1969"),
        (exactly(739303, "date"), "21 February 2025"),
        (Figure(739252, 739282, "date"), "January 2025"),
        (Figure(739252, inf, "date"), "at least 1 January 2025"),
        (Figure(-inf, inf, "removals"), "unknown removals"),
        (no_figure("removals"), "no figure"),
    ],
)
def test_how_a_figure_reads(figure, text):
    assert str(figure) == text


def test_what_is_told_of_a_figure_has_its_period_and_one_is_not_many():
    assert exactly(271_484, "removals").over("2024").told == "271,484 removals (FY2024)"
    assert exactly(1, "days").over("2025-02").told == "1 day (February 2025)"
    assert exactly(739303, "date").over("2025-02-21").told == "21 February 2025"
    assert no_figure("removals", period="2024").told == "no figure"


@given(figures())
def test_only_equal_bounds_are_a_value(drawn):
    figure, _ = drawn
    assert (figure.value is None) == (figure.low != figure.high)
    assume(isfinite(figure.high))
    assert figure.low <= figure.middle <= figure.high
