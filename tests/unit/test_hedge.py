"""The hedge: the golden table, what must hold of every phrase, and what no row may read."""

import csv
from datetime import date
from math import inf, isfinite, nextafter
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from factcheck.figure import Figure, UnitError, no_figure
from factcheck.hedge import Hedge, HedgeError, Interval, Reading, compare, parse

WRITTEN = date(2025, 3, 11)
ORDER = ("strict", "loose", "fails")
GOLDEN = list(csv.DictReader((Path(__file__).parent / "hedge_cases.csv").open()))
COUNTED = ("about", "roughly", "approximately", "around", "some", "more than", "over", "at least",
           "fewer than", "less than", "under", "below", "at most", "up to", "nearly", "almost")
FIXED = [
    ("most", "percent"), ("a majority", "ratio"), ("half", "ratio"), ("a third", "percent"),
    ("more than a third", "percent"), ("nearly half", "ratio"), ("double", "ratio"),
    ("half a million", "persons"), ("tens of millions", "persons"), ("thousands", "soldiers"),
    ("about tens of thousands", "persons"), ("six or seven", "days a week"), ("six", "persons"),
    ("1,200 to 1,500", "arrests a day"), ("1 to 2 million", "persons"), ("$200 million", "USD"),
    ("5 to 10 percent", "percent"), ("ten days later", "days"), ("two weeks after", "days"),
    ("barely a month", "days"), ("top 3", "rank"), ("the 1960s", "year"), ("yesterday", "date"),
    ("last month", "date"), ("last summer", "date"), ("late February", "date")]
NUMBERS = st.builds(lambda n, k: n * 10**k, st.integers(1, 999), st.integers(0, 7))
SPOKEN = st.builds(lambda word, n, unit: (f"{word} {n:,}{unit[0]}".strip(), unit[1]),
                   st.sampled_from(("", *COUNTED)), NUMBERS,
                   st.sampled_from([("", "arrests"), (" percent", "percent"), (" times", "ratio")]))
PHRASES = st.one_of(st.sampled_from(FIXED), SPOKEN)


def ends(text: str) -> float:
    return float(date.fromisoformat(text).toordinal() if text.count("-") == 2 else text)


def exact(x: float, unit: str) -> Figure:
    return Figure(x, x, unit)


def day(text: str) -> Figure:
    return exact(ends(text), "date")


def reading(phrase: str, x: float, unit: str, written: date | None = WRITTEN) -> str:
    return parse(phrase, unit, written).read(exact(x, unit)).holds


def edges(hedge: Hedge) -> list[float]:
    """The ends of both intervals, the next numbers beside them that are told apart, and n."""
    marks = [x for pair in hedge.band for x in pair if isfinite(x)] + [hedge.number or 7.0]
    return [x + d for x in marks for d in (-1e-6, 0, 1e-6)]


@st.composite
def hedge_and_points(draw, count: int):
    """A hedge and numbers in order, some on its edges, the rest anywhere near."""
    phrase, unit = draw(PHRASES)
    hedge = parse(phrase, unit, WRITTEN)
    known = edges(hedge)
    near = st.floats(min(known) * .5, max(known) * 1.5).map(lambda x: round(x, 6))
    point = st.sampled_from(known) | near
    return hedge, sorted(draw(st.lists(point, min_size=count, max_size=count)))


# --- the golden table


@pytest.mark.parametrize("row", GOLDEN, ids=lambda r: f"{r['phrase']}|{r['figure'] or r['low']}")
def test_golden(row):
    written = date.fromisoformat(row["written"]) if row["written"] else None
    if row["reading"] == "error":
        with pytest.raises(HedgeError):
            parse(row["phrase"], row["unit"], written)
        return
    low, high = ends(row["low"] or row["figure"]), ends(row["high"] or row["figure"])
    figure = Figure(low, high, row["unit"])
    assert parse(row["phrase"], row["unit"], written).read(figure).holds == row["reading"]


def test_the_golden_table_is_whole():
    assert len(GOLDEN) == 137
    assert {r["reading"] for r in GOLDEN} == {*ORDER, "too_rough", "error"}


# --- what holds of every phrase


@given(hedge_and_points(2))
def test_strict_lies_inside_loose(case):
    hedge, (low, high) = case
    if hedge.strict.holds(low, high):
        assert hedge.loose.holds(low, high)
    (low, high), (least, most) = hedge.band
    assert least <= low <= high <= most


def test_a_hedge_whose_strict_sticks_out_of_loose_is_refused():
    for strict, loose in (((1, 3), (1, 2)), ((0, 1), (.5, 1)), ((1, 2), (1, 2, True)),
                          ((1, 2), (1, 2, False, True))):
        with pytest.raises(AssertionError):
            Hedge("x", 1, Interval(*strict), Interval(*loose), "arrests")


@given(hedge_and_points(2))
def test_moving_away_never_improves(case):
    hedge, (one, two) = case
    low, high = hedge.band[0] if hedge.number is None else (hedge.number, hedge.number)
    assume(one > high or two < low)
    near, far = (one, two) if one > high else (two, one)
    at = [ORDER.index(hedge.read(exact(x, hedge.unit)).holds) for x in (near, far)]
    assert at[0] <= at[1]


@given(hedge_and_points(2), st.booleans())
def test_bounds_read_as_the_points_between_them(case, endless):
    hedge, (low, high) = case
    high = inf if endless else high
    between = [low, high, *(x for x in edges(hedge) if low <= x <= high)]
    found = {hedge.read(exact(x, hedge.unit)).holds for x in between}
    expected = "too_rough" if "fails" in found and len(found) > 1 else \
        max(found, key=ORDER.index)
    assert hedge.read(Figure(low, high, hedge.unit)).holds == expected


@pytest.mark.parametrize("more, fewer", [("more than", "fewer than"), ("over", "under"),
                                         ("at least", "at most"), ("at least", "up to")])
@given(n=NUMBERS, thousandths=st.integers(-300, 300))
def test_mirrored_phrases_mirror(more, fewer, n, thousandths):
    up, down = n * (1000 + thousandths) / 1000, n * (1000 - thousandths) / 1000
    one = parse(f"{more} {n:,}", "arrests").read(exact(up, "arrests"))
    other = parse(f"{fewer} {n:,}", "arrests").read(exact(down, "arrests"))
    assert one.holds == other.holds
    assert (one.mark, other.mark) in [(None, None), ("understated", "overstated")]
    assert (one.mark is not None) == (thousandths > 100)


@given(n=NUMBERS, thousandths=st.integers(-200, 200), words=st.sampled_from(["about", "some"]))
def test_about_is_at_most_five_and_ten_percent(n, thousandths, words):
    got = reading(f"{words} {n:,}", n * (1000 + thousandths) / 1000, "arrests")
    assert (got == "fails") == (abs(thousandths) > 100)
    assert got != "strict" or abs(thousandths) <= 50


@given(PHRASES)
def test_case_and_spaces_do_not_matter(case):
    phrase, unit = case
    same = parse(phrase, unit, WRITTEN)
    other = parse(f"  {phrase.upper().replace(' ', '   ')} ", unit, WRITTEN)
    assert (same.number, same.band, same.strict, same.loose) == (
        other.number, other.band, other.strict, other.loose)


# --- what no row may read

RUBBISH = st.text("bcdfghjkpqvwxz,.%$-_'’–²١", min_size=1).filter(lambda t: t.strip(" "))


@given(RUBBISH, st.sampled_from(["arrests", "percent", "ratio", "USD", "days", "date", "rank"]))
def test_text_without_a_known_word_is_refused(text, unit):
    with pytest.raises(HedgeError):
        parse(text, unit, WRITTEN)


@given(PHRASES, RUBBISH, st.booleans())
def test_a_known_phrase_with_rubbish_is_refused(case, rubbish, before):
    phrase, unit = case
    with pytest.raises(HedgeError):
        parse(f"{rubbish} {phrase}" if before else f"{phrase} {rubbish}", unit, WRITTEN)


@pytest.mark.parametrize("phrase, unit", [
    ("half that many", "persons"), ("about", "arrests"), ("about about 5", "arrests"),
    ("18,00", "arrests"), ("1,2000", "arrests"), ("0,500", "arrests"), ("1.2.3", "arrests"),
    ("0", "arrests"), ("about 0 percent", "percent"), ("-5", "arrests"), ("١٨", "arrests"),
    ("$5 percent", "USD"), ("5 times percent", "ratio"), ("a percent", "percent"),
    ("million", "persons"), ("a", "persons"), ("half a", "persons"), ("one hundreds", "persons"),
    ("1,500 to 1,200", "arrests"), ("6 or 6", "arrests"), ("1 to 2 to 3", "arrests"),
    ("about 1 to 2", "arrests"), ("500 to 1 million", "arrests"), ("$1 to 2 percent", "percent"),
    ("thousands to millions", "arrests"), ("up to millions", "arrests"), ("most half", "percent"),
    ("at most tens of thousands", "arrests"), ("about most", "percent"), ("about top 3", "rank"),
    ("top 0", "rank"), ("the 1965s", "year"), ("1965", "year"), ("3", "rank"), ("5", "date"),
    ("ten days", "days"), ("0 days later", "days"), ("months later", "days"), ("9" * 400, "x")])
def test_a_phrase_without_a_row_is_refused(phrase, unit):
    with pytest.raises(HedgeError, match="could be: "):
        parse(phrase, unit, WRITTEN)


UNITS = ("arrests", "percent", "ratio", "USD", "USD a day", "USDA forms", "days", "days a week",
         "date", "dates", "year", "rank", "arrests a day", "")
PLAIN = {"arrests", "USD", "USD a day", "USDA forms", "days", "days a week", "arrests a day"}


@pytest.mark.parametrize("phrase, fits", [
    ("about 5 percent", {"percent"}), ("5%", {"percent"}), ("20 times", {"ratio"}),
    ("double", {"ratio"}), ("$200 million", {"USD", "USD a day"}), ("half", {"percent", "ratio"}),
    ("more than a third", {"percent", "ratio"}), ("most", {"percent", "ratio"}), ("32", PLAIN),
    ("half a million", PLAIN), ("about 18,000", PLAIN), ("tens of millions", PLAIN),
    ("six or seven", PLAIN), ("ten days later", {"days"}), ("barely a month", {"days"}),
    ("two weeks earlier", {"days"}), ("less than a month earlier", {"dates"}),
    ("last month", {"date"}), ("early May", {"date"}), ("the 1960s", {"year"}),
    ("top 3", {"rank"})])
def test_units(phrase, fits):
    found = set()
    for unit in UNITS:
        try:
            found.add(parse(phrase, unit, WRITTEN).unit)
        except HedgeError as error:
            assert "does not fit; for the unit" in str(error)
    assert found == fits


def test_an_error_says_what_could_be_written():
    with pytest.raises(HedgeError, match="'about 5' does not fit.*'percent'.*about 5 percent"):
        parse("about 5", "percent")
    with pytest.raises(HedgeError, match="day of writing"):
        parse("yesterday", "date")


# --- single rows


@pytest.mark.parametrize("phrase, unit, number", [
    ("1 million", "x", 1e6), ("one million", "x", 1e6), ("a million", "x", 1e6),
    ("five hundred thousand", "x", 5e5), ("half a billion", "x", 5e8), ("2.5 million", "x", 2.5e6),
    ("twenty", "x", 20), ("millions", "x", 2e6), ("hundreds of thousands", "x", 2e5),
    ("nearly half", "percent", 50), ("nearly half", "ratio", .5), ("two weeks later", "days", 14),
    ("six or seven", "x", None), ("yesterday", "date", None), (32, "days", 32)])
def test_number(phrase, unit, number):
    assert parse(phrase, unit, WRITTEN).number == number


@pytest.mark.parametrize("phrase, unit, x, holds", [
    ("one million", "persons", 1_040_000, "strict"), ("twenty", "persons", 20.2, "loose"),
    ("twenty", "persons", 21, "fails"), ("20", "persons", 21, "strict"),
    ("1 to 2 million", "persons", 950_000, "loose"), ("1 to 2 million", "persons", 5, "fails"),
    ("500,000 to 1 million", "persons", 700_000, "strict"),
    ("2 or 3 percent", "percent", 3, "strict"), ("one hundred", "persons", 104, "strict"),
    ("$1 to $2 million", "USD", 1.5e6, "strict"), ("a third", "percent", 33.3, "strict"),
    ("more than a third", "ratio", 1 / 3, "loose"), ("nearly half", "ratio", .5, "loose"),
    ("nearly half", "ratio", .49, "strict"), ("some millions", "persons", 5e6, "strict"),
    ("0.5 percent", "percent", .525, "strict"), ("0.5 percent", "percent", .526, "loose"),
    ("most", "ratio", .5, "loose"), ("most", "ratio", .475, "fails"),
    ("5%", "percent", 5.2, "strict"), ("5", "persons", 5, "strict"), ("5", "persons", 5.2, "fails"),
    ("barely a month", "days", 27, "loose"), ("barely a month", "days", 36, "loose"),
    ("barely a month", "days", 41, "fails"), ("five weeks later", "days", 37, "strict"),
    ("five weeks later", "days", 32, "loose"), ("five weeks later", "days", 28, "loose"),
    ("five weeks later", "days", 42, "loose"), ("five weeks later", "days", 27, "fails"),
    ("five weeks later", "days", 43, "fails"), ("1 day later", "days", 1, "strict")])
def test_rows(phrase, unit, x, holds):
    assert reading(phrase, x, unit) == holds


@pytest.mark.parametrize("phrase, text, written, holds", [
    ("last summer", "2024-06-20", "2025-03-11", "strict"),
    ("last summer", "2024-06-19", "2025-03-11", "loose"),
    ("last summer", "2024-07-01", "2025-09-22", "strict"),      # the summer of 2025 is not over
    ("last summer", "2025-07-01", "2025-09-23", "strict"),
    ("last month", "2024-12-31", "2025-01-05", "strict"),
    ("last month", "2025-01-05", "2025-01-05", "fails"),
    ("early March", "2025-03-10", "2025-03-11", "strict"),
    ("early April", "2024-04-10", "2025-03-11", "strict"),      # April 2025 is yet to come
    ("early April", "2025-04-10", "2025-03-11", "fails"),
    ("mid-February", "2025-02-10", "2025-03-11", "loose"),
    ("mid-February", "2025-02-11", "2025-03-11", "strict"),
    ("mid-February", "2025-02-23", "2025-03-11", "loose"),
    ("late February", "2024-02-29", "2024-03-11", "strict"),
    ("late February", "2025-03-01", "2025-03-11", "loose"),
    ("late December", "2025-01-03", None, "loose"),
    ("early January", "2024-12-28", None, "fails")])
def test_days(phrase, text, written, holds):
    hedge = parse(phrase, "date", written and date.fromisoformat(written))
    assert hedge.read(day(text)) == Reading(holds, None, None)


def test_a_date_known_only_by_its_month_is_too_rough():
    month = Figure(ends("2025-02-01"), ends("2025-02-28"), "date")
    assert parse("early February", "date").read(month).holds == "too_rough"
    assert parse("last month", "date", WRITTEN).read(month).holds == "strict"
    assert parse("early February", "date").read(Figure(-inf, inf, "date")).holds == "too_rough"


@pytest.mark.parametrize("first, last, holds", [
    ("2025-01-31", "2025-03-02", "strict"), ("2025-01-31", "2025-03-05", "loose"),
    ("2025-01-31", "2025-03-06", "fails"), ("2024-02-01", "2024-02-29", "strict")])
def test_less_than_a_month_goes_by_the_earlier_month(first, last, holds):
    span = Figure(ends(first), ends(last), "dates")
    assert parse("less than a month earlier", "dates").read(span) == Reading(holds, None, None)


def test_a_span_needs_both_days():
    with pytest.raises(UnitError):
        parse("less than a month earlier", "dates").read(Figure(ends("2025-01-01"), inf, "dates"))


@pytest.mark.parametrize("phrase, unit, low, high, gap, mark", [
    ("about 18,000", "arrests", 17135, 17135, -.0481, None),
    ("more than 271,000", "removals", 300000, 300000, .107, "understated"),
    ("more than 271,000", "removals", 298100, 298100, .1, None),        # beyond 10 %, not at it
    ("more than 100", "beds", 111, inf, .11, "understated"),
    ("more than 100", "beds", 105, 130, .175, None),                    # not all of it beyond
    ("at most 45,000", "beds", 40000, 40000, -.1111, "overstated"),
    ("about 100", "beds", 150, 150, .5, None),
    ("1,200 to 1,500", "arrests", 643, 643, -.4642, None),
    ("1,200 to 1,500", "arrests", 1300, 1300, 0, None),
    ("half", "percent", 49, 49, -.02, None), ("ten days later", "days", 9, 9, -.1, None),
    ("top 3", "rank", 4, 4, None, None), ("the 1960s", "year", 1971, 1971, None, None),
    ("millions", "persons", -inf, inf, None, None)])
def test_gap_and_mark(phrase, unit, low, high, gap, mark):
    got = parse(phrase, unit, WRITTEN).read(Figure(low, high, unit))
    assert (got.gap, got.mark) == (gap, mark)


def test_no_figure():
    assert parse("about 18,000", "arrests").read(no_figure("arrests")) == \
        Reading("no_figure", None, None)


@pytest.mark.parametrize("figure", [exact(18_000, "removals"), no_figure("removals")])
def test_a_figure_in_another_unit_is_refused(figure):
    with pytest.raises(UnitError, match="arrests.*removals"):
        parse("about 18,000", "arrests").read(figure)


def test_edges_are_exact():
    assert reading("about 18,000", 16200, "arrests") == "loose"
    assert reading("about 18,000", nextafter(18500, 0) - 1e-6, "arrests") == "strict"
    assert reading("at least 0.1 percent", .1 + .2 - .2, "percent") == "strict"
    assert reading("at most 0.3 percent", .1 + .2, "percent") == "strict"


def test_band():
    assert parse("about 18,000", "arrests").band == ((17500, 18500), (16200, 19800))
    assert parse("fewer than 6,000", "officers").band == ((-inf, 6000), (-inf, 6300))
    assert parse("less than a month earlier", "dates").band == ((-inf, inf), (-inf, inf))


# --- compare

BOUNDS = st.tuples(st.integers(-3000, 3000), st.integers(0, 60)).map(
    lambda t: Figure(t[0] / 10, (t[0] + t[1]) / 10, "removals"))


@pytest.mark.parametrize("a, relation, b, holds, gap", [
    ((100, 100), "below", (101, 101), "strict", -.0099),
    ((100, 100), "below", (100, 100), "loose", 0),
    ((101, 101), "below", (100, 100), "loose", .01),
    ((101.1, 101.1), "below", (100, 100), "fails", .011),
    ((99, 99), "above", (100, 100), "loose", -.01),
    ((98.9, 98.9), "above", (100, 100), "fails", -.011),
    ((90, 110), "below", (100, 100), "too_rough", 0),
    ((90, 101), "below", (100, 100), "loose", -.045),
    ((90, 95), "below", (90, 105), "too_rough", -.0513),
    ((120, inf), "above", (100, 110), "strict", .1429),
    ((120, inf), "below", (100, 110), "fails", .1429),
    ((100, inf), "below", (150, 150), "too_rough", -.3333),
    ((5, 5), "above", (0, 0), "strict", None)])
def test_compare(a, relation, b, holds, gap):
    got = compare(Figure(*a, "removals"), relation, Figure(*b, "removals"))
    assert got == Reading(holds, gap, None)


@given(BOUNDS, BOUNDS)
def test_compare_is_antisymmetric(a, b):
    below, above = compare(a, "below", b).holds, compare(a, "above", b).holds
    assert (below == "strict") == (compare(b, "above", a).holds == "strict")
    assert "strict" != below or "strict" != above
    assert {below, above} != {"fails"}


@given(BOUNDS, BOUNDS)
def test_compare_mirrors_at_zero(a, b):
    c, d = (Figure(-f.high, -f.low, f.unit) for f in (a, b))
    assert compare(a, "below", b).holds == compare(c, "above", d).holds


@given(BOUNDS, BOUNDS, st.integers(1, 50))
def test_compare_never_improves_as_a_rises(a, b, rise):
    higher = Figure(a.low + rise, a.high + rise, a.unit)
    order = ("strict", "loose", "too_rough", "fails")
    before, after = (order.index(compare(f, "below", b).holds) for f in (a, higher))
    assert before <= after


@pytest.mark.parametrize("unit", ["date", "dates", "year", "rank"])
def test_an_order_of_dates_has_no_loose(unit):
    assert compare(exact(2001, unit), "below", exact(2000, unit)) == Reading("fails", None, None)
    assert compare(exact(1999, unit), "below", exact(2000, unit)).holds == "strict"
    assert compare(exact(2000, unit), "below", exact(2000, unit)).holds == "loose"


def test_compare_refuses():
    a, b = exact(1, "removals"), exact(2, "arrests")
    with pytest.raises(UnitError):
        compare(a, "below", b)
    with pytest.raises(HedgeError, match="below, above"):
        compare(a, "beside", a)
    assert compare(a, "below", no_figure("removals")) == Reading("no_figure", None, None)
    assert compare(no_figure("removals"), "above", a) == Reading("no_figure", None, None)
