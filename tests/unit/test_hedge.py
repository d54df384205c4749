"""The hedge: the golden table, what must hold of every phrase, and what no row may read."""

import csv
from dataclasses import replace
from datetime import date, timedelta
from math import inf, isfinite
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from factcheck.figure import Figure, UnitError, no_figure
from factcheck.hedge import parse
from factcheck.reading import HedgeError, Interval, Reading, compare

WRITTEN = date(2025, 3, 11)
ORDER = ("strict", "loose", "fails")
GOLDEN = list(csv.DictReader((Path(__file__).parent / "hedge_cases.csv").open()))
FIXED = sorted(
    {
        (row["phrase"], row["unit"])
        for row in GOLDEN
        if row["reading"] != "error" and row["unit"] != "dates"
    }
)
FIXED += [("a majority", "ratio"), ("nearly half", "ratio"), ("about tens of thousands", "persons")]
HEDGES = [
    "",
    "about",
    "roughly",
    "approximately",
    "around",
    "some",
    "more than",
    "over",
    "at least",
    "fewer than",
    "less than",
    "under",
    "below",
    "at most",
    "up to",
    "nearly",
    "almost",
]
NUMBERS = st.builds(lambda n, k: n * 10**k, st.integers(1, 999), st.integers(0, 7))
SPOKEN = st.builds(
    lambda word, n, unit: (f"{word} {n:,}{unit[0]}".strip(), unit[1]),
    st.sampled_from(HEDGES),
    NUMBERS,
    st.sampled_from([("", "arrests"), (" percent", "percent"), (" times", "ratio")]),
)
PHRASES = st.sampled_from(FIXED) | SPOKEN
RUBBISH = st.text("bcdfghjkpqvwxz,.%$-_'’–²١", min_size=1).filter(lambda t: t.strip(" "))


def ends(text: str) -> float:
    return float(date.fromisoformat(text).toordinal() if text.count("-") == 2 else text)


def between(x: float | tuple, unit: str) -> Figure:
    return Figure(*(x if isinstance(x, tuple) else (x, x)), unit)


def readings(hedge, cases: str) -> str:
    """Read the figures of "16199 fails; 17000..18400 loose"; return what was found instead."""
    figures = cases.split()[::2]
    bounds = [[ends(x) for x in figure.split("..")] for figure in figures]
    found = [hedge.read(Figure(pair[0], pair[-1], hedge.unit)).holds for pair in bounds]
    return "; ".join(map(" ".join, zip(figures, found, strict=True)))


def edges(hedge) -> list[float]:
    """The ends of both intervals, the next numbers beside them that are told apart, and n."""
    marks = [x for pair in hedge.band for x in pair if isfinite(x)] + [hedge.number or 7.0]
    return [x + d for x in marks for d in (-1e-6, 0, 1e-6)]


@st.composite
def hedge_and_points(draw):
    """A hedge and two numbers in order, some on its edges, the rest anywhere near."""
    hedge = parse(*draw(PHRASES), WRITTEN)
    known = edges(hedge)
    near = st.floats(min(known) * 0.5, max(known) * 1.5).map(lambda x: round(x, 6))
    point = st.sampled_from(known) | near
    return hedge, *sorted((draw(point), draw(point)))


def golden(row: dict) -> str:
    """How a row of the golden table reads; error where its phrase is refused."""
    written = date.fromisoformat(row["written"]) if row["written"] else None
    try:
        hedge = parse(row["phrase"], row["unit"], written)
    except HedgeError:
        return "error"
    low, high = ends(row["low"] or row["figure"]), ends(row["high"] or row["figure"])
    return hedge.read(Figure(low, high, row["unit"])).holds


def test_every_row_of_the_golden_table_reads_as_it_says():
    told = ("phrase", "figure", "low", "high", "reading")
    wrong = [
        {key: row[key] for key in told} | {"found": golden(row)}
        for row in GOLDEN
        if golden(row) != row["reading"]
    ]
    assert not wrong
    assert {row["reading"] for row in GOLDEN} == {*ORDER, "too_rough", "error"}


# --- what holds of every phrase


@given(hedge_and_points(), st.booleans())
def test_bounds_read_as_the_points_between_them(case, endless):
    hedge, low, high = case
    both = Interval(low, high)
    assert not hedge.strict.holds(both) or hedge.loose.holds(both)
    high = inf if endless else high
    inside = [low, high, *(x for x in edges(hedge) if low <= x <= high)]
    found = {hedge.read(between(x, hedge.unit)).holds for x in inside}
    expected = "too_rough" if found > {"fails"} else max(found, key=ORDER.index)
    assert hedge.read(Figure(low, high, hedge.unit)).holds == expected


@given(hedge_and_points())
def test_moving_away_never_improves(case):
    hedge, one, two = case
    (low, high), (least, most) = hedge.band
    assert least <= low <= high <= most
    if hedge.number is not None:
        low = high = hedge.number
    assume(one > high or two < low)
    near, far = (one, two) if one > high else (two, one)
    at = [ORDER.index(hedge.read(between(x, hedge.unit)).holds) for x in (near, far)]
    assert at[0] <= at[1]


@pytest.mark.parametrize(
    "more, fewer",
    [
        ("more than", "fewer than"),
        ("over", "under"),
        ("at least", "at most"),
        ("at least", "up to"),
    ],
)
@given(n=NUMBERS, thousandths=st.integers(-300, 300))
def test_mirrored_phrases_mirror(more, fewer, n, thousandths):
    up, down = n * (1000 + thousandths) / 1000, n * (1000 - thousandths) / 1000
    one = parse(f"{more} {n:,}", "arrests").read(between(up, "arrests"))
    other = parse(f"{fewer} {n:,}", "arrests").read(between(down, "arrests"))
    assert one.holds == other.holds
    assert (one.mark, other.mark) in [(None, None), ("understated", "overstated")]
    assert (one.mark is not None) == (thousandths > 100)


# --- what no row may read


@given(PHRASES, RUBBISH)
def test_only_case_and_spaces_do_not_matter(case, rubbish):
    phrase, unit = case
    other = parse(f"  {phrase.upper().replace(' ', '   ')} ", unit, WRITTEN)
    assert replace(other, phrase=phrase) == parse(phrase, unit, WRITTEN)
    for text in (rubbish, f"{rubbish} {phrase}", f"{phrase} {rubbish}"):
        with pytest.raises(HedgeError):
            parse(text, unit, WRITTEN)


@pytest.mark.parametrize(
    "unit, phrases",
    [
        (
            "arrests",
            "about; about about 5; 18,00; 1,2000; 0,500; 1.2.3; 0; -5; ١٨; 1,500 to 1,200; "
            "6 or 6; 1 to 2 to 3; about 1 to 2; 500 to 1 million; thousands to millions; "
            "up to millions; at most tens of thousands",
        ),
        ("persons", "half that many; million; a; half a; one hundreds; " + "9" * 400),
        (
            "percent",
            "about 0 percent; a percent; $5 percent; $1 to 2 percent; most half; about most",
        ),
        ("ratio", "5 times percent"),
        ("USD", "$5 percent; $1 to 2 percent"),
        (
            "date",
            "5; on April 31; on February 30; on February 0; on May 100; on the 11th; on 11 May; "
            "on February; on Sundays; on Someday; on  1; in 23; in 0000; in 20233; in ٢٠٢٣; 2023; "
            "last years; last Sunday; on February 11, 2025; about last year; on February ١",
        ),
        ("year", "the 1965s; 1965"),
        ("rank", "about top 3; top 0; 3"),
        ("days", "ten days; 0 days later; months later; 1٠ days later"),
    ],
)
def test_a_phrase_without_a_row_is_refused(unit, phrases):
    for phrase in phrases.split("; "):
        with pytest.raises(HedgeError, match="could be: "):
            parse(phrase, unit, WRITTEN)


PLAIN = {"arrests", "USD", "USD a day", "USDA forms", "days", "days a week", "arrests a day"}
UNITS = {*PLAIN, "percent", "ratio", "date", "dates", "year", "rank", ""}


@pytest.mark.parametrize(
    "fits, phrases",
    [
        ({"percent"}, "about 5 percent; 5%"),
        ({"ratio"}, "20 times; double"),
        ({"rank"}, "top 3"),
        ({"percent", "ratio"}, "half; more than a third; most"),
        ({"USD", "USD a day"}, "$200 million"),
        (PLAIN, "32; half a million; about 18,000; tens of millions; six or seven"),
        ({"days"}, "ten days later; barely a month; two weeks earlier"),
        ({"year"}, "the 1960s"),
        ({"dates"}, "less than a month earlier"),
        ({"date"}, "last month; early May; on Sunday; on February 11; in 2023; last year"),
    ],
)
def test_units(fits, phrases):
    for phrase in phrases.split("; "):
        assert {parse(phrase, unit, WRITTEN).unit for unit in fits} == fits
        for unit in UNITS - fits:
            with pytest.raises(HedgeError, match="does not fit; for the unit"):
                parse(phrase, unit, WRITTEN)


def test_an_error_says_what_could_be_written():
    with pytest.raises(HedgeError, match="'about 5' does not fit.*'percent'.*about 5 percent"):
        parse("about 5", "percent")


@pytest.mark.parametrize(
    "phrase",
    [
        "yesterday",
        "last month",
        "last year",
        "last summer",
        "on Sunday",
        "on February 11",
        "early February",
    ],
)
def test_what_is_told_from_the_day_of_writing_needs_it(phrase):
    with pytest.raises(HedgeError, match="needs the day of writing"):
        parse(phrase, "date")


@given(st.dates(date(1990, 1, 1), date(2060, 1, 1)), st.sampled_from(range(1, 8)))
def test_a_named_day_is_the_latest_before_the_day_of_writing(written, back):
    day = written - timedelta(back)
    for phrase in (f"on {day:%A}", f"on {day:%B} {day.day}"):
        hedge = parse(phrase, "date", written)
        assert hedge.strict == hedge.loose == (day.toordinal(),) * 2, phrase


def test_a_day_that_the_year_does_not_have_is_refused():
    with pytest.raises(HedgeError):
        parse("on February 29", "date", date(2023, 3, 11))


# --- single rows


@pytest.mark.parametrize(
    "phrase, unit, number, cases",
    [
        ("one million", "x", 1e6, "1040000 strict"),
        ("2.5 million", "x", 2.5e6, "2.5e6 strict"),
        ("twenty", "x", 20, "20.2 loose; 21 fails; 19.7 fails"),
        (32, "days", 32, "32 strict"),
        ("20", "x", 20, "21 strict"),
        ("5", "x", 5, "5 strict; 5.2 fails"),
        ("about 18,000", "x", 18000, "16200 loose; 18499.999999 strict"),
        ("roughly 10,000", "x", 10000, "9500 strict; 9499 loose; 10501 loose; 11001 fails"),
        ("half a billion", "x", 5e8, "5.2e8 strict"),
        ("one hundred", "x", 100, "104 strict"),
        ("hundreds of thousands", "x", 2e5, "1.5e5 loose"),
        ("5%", "percent", 5, "5.2 strict"),
        ("some millions", "x", 2e6, "5e6 strict"),
        ("six or seven", "x", None, "7 strict; 8 fails"),
        ("1 to 2 million", "x", None, "950000 loose; 5 fails"),
        ("most", "percent", 50, "47.5 fails"),
        ("500,000 to 1 million", "x", None, "7e5 strict"),
        ("nearly half", "percent", 50, "50 loose"),
        ("2 or 3 percent", "percent", None, "3 strict"),
        ("a third", "percent", 100 / 3, "33.3 strict"),
        ("$1 to $2 million", "USD", None, "1.5e6 strict"),
        ("1 day later", "days", 1, "1 strict"),
        ("more than a third", "ratio", 1 / 3, f"{1 / 3} loose"),
        ("at least a third", "ratio", 1 / 3, f"{1 / 3} strict"),
        ("nearly half", "ratio", 0.5, "0.5 loose; 0.49 strict"),
        ("0.5 percent", "percent", 0.5, "0.525 strict; 0.526 loose"),
        ("most", "ratio", 0.5, "0.5 loose; 0.476 loose; 0.475 fails"),
        ("barely a month", "days", None, "27 loose; 36 loose; 41 fails; 24 fails"),
        (
            "five weeks later",
            "days",
            35,
            "37 strict; 32 loose; 28 loose; 42 loose; 27 fails; 43 fails",
        ),
        (
            "at least 0.1 percent",
            "percent",
            0.1,
            f"{0.1 + 0.2 - 0.2} strict; 0.095 loose; 0.0949 fails",
        ),
        ("1,200 to 1,500", "x", None, "1650 loose; 1651 fails"),
        ("the 1960s", "year", None, "1970 fails"),
        ("at most 0.3 percent", "percent", 0.3, f"{0.1 + 0.2} strict"),
    ],
)
def test_rows(phrase, unit, number, cases):
    hedge = parse(phrase, unit, WRITTEN)
    assert hedge.number == (number and pytest.approx(number, rel=1e-8))
    assert readings(hedge, cases) == cases


@pytest.mark.parametrize(
    "phrase, written, cases",
    [
        (
            "last summer",
            "2025-03-11",
            "2024-06-20 strict; 2024-06-19 loose; 2024-06-01 loose; "
            "2024-05-31 fails; 2024-09-22 strict; 2024-09-30 loose; 2024-10-01 fails",
        ),
        ("last summer", "2025-09-22", "2024-07-01 strict"),  # the summer of 2025 is not over
        ("last summer", "2025-09-23", "2025-07-01 strict"),
        ("last month", "2025-01-05", "2024-12-31 strict; 2025-01-05 fails"),
        ("early March", "2025-03-11", "2025-03-10 strict; 2025-03-11 loose"),
        (
            "early April",
            "2025-03-11",
            "2024-04-10 strict; 2025-04-10 fails",
        ),  # 2025's is yet to come
        ("mid-February", "2025-03-11", "2025-02-10 loose; 2025-02-11 strict; 2025-02-23 loose"),
        ("late February", "2024-03-11", "2024-02-29 strict; 2024-03-03 loose; 2024-03-04 fails"),
        ("late December", "2025-03-11", "2025-01-03 loose; 2025-01-04 fails"),
        ("early January", "2025-03-11", "2024-12-28 fails; 2024-12-29 loose"),
        (
            "early February",
            "2025-03-11",
            "2025-02-01..2025-02-28 too_rough; -inf..inf too_rough",
        ),
        ("last month", "2025-03-11", "2025-02-01..2025-02-28 strict"),
        # the latest before the day of writing, which is a Tuesday
        (
            "on Sunday",
            "2025-03-11",
            "2025-03-09 strict; 2025-03-08 fails; 2025-03-02 fails; "
            "2025-03-16 fails; 2025-03-08..2025-03-09 too_rough; -inf..inf too_rough",
        ),
        ("on Monday", "2025-03-11", "2025-03-10 strict; 2025-03-11 fails; 2025-03-03 fails"),
        ("on Tuesday", "2025-03-11", "2025-03-04 strict; 2025-03-11 fails"),
        ("on Wednesday", "2025-03-11", "2025-03-05 strict; 2025-03-12 fails"),
        ("on Sunday", "2025-01-01", "2024-12-29 strict"),
        (
            "on February 11",
            "2025-03-11",
            "2025-02-11 strict; 2025-02-10 fails; 2025-02-12 fails; "
            "2024-02-11 fails; 2025-02-01..2025-02-28 too_rough",
        ),
        ("on March 10", "2025-03-11", "2025-03-10 strict; 2024-03-10 fails"),
        ("on March 11", "2025-03-11", "2024-03-11 strict; 2025-03-11 fails"),
        ("on December 31", "2025-03-11", "2024-12-31 strict; 2025-12-31 fails"),
        ("on January 1", "2025-01-01", "2024-01-01 strict"),
        ("on February 29", "2024-03-11", "2024-02-29 strict; 2024-02-28 fails; 2024-03-01 fails"),
        ("on February 29", "2025-01-10", "2024-02-29 strict"),
        (
            "in 2023",
            None,
            "2023-01-01 strict; 2023-12-31 strict; 2022-12-31 fails; 2024-01-01 fails; "
            "2023-12-01..2023-12-31 strict; 2023-12-31..2024-01-01 too_rough",
        ),
        ("in 2024", "2025-03-11", "2024-02-29 strict; 2024-12-31 strict; 2025-01-01 fails"),
        (
            "last year",
            "2025-03-11",
            "2024-01-01 strict; 2024-12-31 strict; 2023-12-31 fails; "
            "2025-01-01 fails; 2024-06-04 strict; 2024-12-31..2025-01-01 too_rough",
        ),
        ("last year", "2025-01-01", "2024-12-31 strict; 2025-01-01 fails"),
        ("last year", "2024-02-29", "2023-02-28 strict; 2024-02-28 fails"),
        ("last month", "2024-03-31", "2024-02-29 strict; 2024-03-01 fails"),
        # by the length of the earlier month
        (
            "less than a month earlier",
            None,
            "2025-01-31..2025-03-02 strict; "
            "2025-01-31..2025-03-03 loose; 2025-01-31..2025-03-05 loose; 2025-01-31..2025-03-06 fails; "
            "2024-02-01..2024-02-29 strict; 2024-02-01..2024-03-01 loose",
        ),
    ],
)
def test_days(phrase, written, cases):
    unit = "dates" if "earlier" in phrase else "date"
    hedge = parse(phrase, unit, written and date.fromisoformat(written))
    assert hedge.number is None
    assert readings(hedge, cases) == cases


@pytest.mark.parametrize(
    "phrase, unit, figure, gap, mark",
    [
        ("about 18,000", "arrests", 17135, -0.0481, None),
        ("about 100", "beds", 150, 0.5, None),
        ("more than 271,000", "removals", 300000, 0.107, "understated"),
        ("more than 271,000", "removals", 298100, 0.1, None),  # beyond 10 %, not at it
        ("more than 100", "beds", (111, inf), 0.11, "understated"),
        ("more than 100", "beds", (105, 130), 0.175, None),  # not all of it beyond
        ("at most 45,000", "beds", 40000, -0.1111, "overstated"),
        ("most", "percent", 82, 0.64, None),
        ("at least 100", "beds", 50, -0.5, None),
        ("half", "percent", 49, -0.02, None),
        ("1,200 to 1,500", "x", 643, -0.4642, None),
        ("1,200 to 1,500", "x", 1300, 0, None),
        ("ten days later", "days", 9, -0.1, None),
        ("top 3", "rank", 4, None, None),
        ("the 1960s", "year", 1971, None, None),
        ("millions", "x", (-inf, inf), None, None),
    ],
)
def test_gap_and_mark(phrase, unit, figure, gap, mark):
    got = parse(phrase, unit, WRITTEN).read(between(figure, unit))
    assert (got.gap, got.mark) == (gap, mark)


def test_no_figure_and_figures_that_do_not_fit():
    hedge = parse("about 18,000", "arrests")
    assert hedge.read(no_figure("arrests")) == Reading("no_figure", None, None)
    for figure in (between(18_000, "removals"), no_figure("removals")):
        with pytest.raises(UnitError, match="arrests.*removals"):
            hedge.read(figure)
    with pytest.raises(UnitError, match="both of its days"):
        parse("less than a month earlier", "dates").read(between((738000, inf), "dates"))


def test_band():
    assert parse("about 18,000", "arrests").band == ((17500, 18500), (16200, 19800))
    assert parse("fewer than 6,000", "officers").band == ((-inf, 6000), (-inf, 6300))
    assert parse("less than a month earlier", "dates").band == ((-inf, inf), (-inf, inf))


# --- compare

BOUNDS = st.tuples(st.integers(-3000, 3000), st.integers(0, 60)).map(
    lambda t: Figure(t[0] / 10, (t[0] + t[1]) / 10, "removals")
)


@pytest.mark.parametrize(
    "a, relation, b, holds, gap",
    [
        (100, "below", 101, "strict", -0.0099),
        (100, "below", 100, "loose", 0),
        (101, "below", 100, "loose", 0.01),
        (101.1, "below", 100, "fails", 0.011),
        (99, "above", 100, "loose", -0.01),
        (98.9, "above", 100, "fails", -0.011),
        ((90, 110), "below", 100, "too_rough", 0),
        ((90, 101), "below", 100, "loose", -0.045),
        ((90, 95), "below", (90, 105), "too_rough", -0.0513),
        (5, "above", 0, "strict", None),
        ((120, inf), "above", (100, 110), "strict", 0.1429),
        (5, "below", (-inf, 4), "fails", 0.25),
        ((120, inf), "below", (100, 110), "fails", 0.1429),
        (5, "below", (-inf, 6), "too_rough", -0.1667),
        ((100, inf), "below", 150, "too_rough", -0.3333),
    ],
)
def test_compare(a, relation, b, holds, gap):
    got = compare(between(a, "removals"), relation, between(b, "removals"))
    assert got == Reading(holds, gap, None)


@given(BOUNDS, BOUNDS, st.integers(1, 50))
def test_compare_mirrors_and_never_improves_as_a_rises(a, b, rise):
    below, above = compare(a, "below", b).holds, compare(a, "above", b).holds
    assert (below == "strict") == (compare(b, "above", a).holds == "strict")
    assert {below, above} != {"fails"} and {below, above} != {"strict"}
    c, d = (Figure(-f.high, -f.low, f.unit) for f in (a, b))
    assert below == compare(c, "above", d).holds
    higher = compare(Figure(a.low + rise, a.high + rise, a.unit), "below", b).holds
    order = ("strict", "loose", "too_rough", "fails")
    assert order.index(below) <= order.index(higher)


@pytest.mark.parametrize("unit", ["date", "dates", "year", "rank"])
@pytest.mark.parametrize(
    "x, y, holds",
    [
        (2001, 2000, "fails"),
        (1999, 2000, "strict"),
        (2000, 2000, "loose"),
        (2001, (2000, inf), "too_rough"),
    ],
)
def test_an_order_of_dates_has_no_loose(unit, x, y, holds):
    assert compare(between(x, unit), "below", between(y, unit)) == Reading(holds, None, None)


def test_compare_refuses():
    a, none, nothing = between(1, "x"), no_figure("x"), Reading("no_figure", None, None)
    with pytest.raises(UnitError):
        compare(a, "below", between(2, "arrests"))
    with pytest.raises(HedgeError, match="below, above"):
        compare(a, "beside", a)
    assert compare(a, "below", none) == compare(none, "above", a) == nothing
