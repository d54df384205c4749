"""What an article's hedged number allows: "about 18,000", "most", "ten days later"."""

import re
from calendar import month_name
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from math import inf, nextafter
from typing import NamedTuple

from factcheck import periods
from factcheck.figure import ORDINAL, Figure, UnitError, step

KNOWN = (
    "nearly 18,000, six or seven, half a million, tens of thousands, $2 million, most, "
    "about 5 percent, 20 times, top 3, the 1960s, two weeks after, last month, on Sunday, "
    "in 2023, early February"
)

WORDS = {
    word: n
    for n, word in enumerate(
        [
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
            "twenty",
        ],
        1,
    )
}
SCALES = {"": 1, "ten": 10, "hundred": 100, "thousand": 10**3, "million": 10**6, "billion": 10**9}
SHARES = {"half": 1 / 2, "a third": 1 / 3}
DIGITS = r"(?=.*[1-9])(?:[1-9]\d{0,2}(?:,\d{3}){1,4}|\d{1,15})(?:\.\d{1,6})?"  # as a float holds
NUMBER = re.compile(
    rf"(\$)?({DIGITS}|{'|'.join(WORDS)})(?: (hundred|thousand|million|billion))?"
    "(?: (percent|times))?",
    re.ASCII,
)
PLURAL = re.compile("(?:(ten|hundred)s of )?(hundred|thousand|million|billion)s")
UNITS = {
    "percent": "percent",
    "times": "ratio",
    "$": "USD( .+)?",
    "share": "percent|ratio",
    "": f"(?!({'|'.join(ORDINAL)}|percent|ratio)$).+",
}

# What n means strictly, by how many percent its ends may be missed, and a mark if far beyond n.
# An end that leaves out n itself is the float next to it. The reasons: docs/methodology.md.
ABOUT = (lambda n, size: _rounded(n, size, size / 2), 10, 10)
ROUND = (lambda n, size: _rounded(n, size, size), 10, 10)  # 409,849 cut off is 409,000
EXACT = (lambda n, _: (n, n), 1, 1)
MANY = (lambda n, _: (n, inf), 25, inf)  # two, loosely one and a half
MOST = (lambda n, _: (nextafter(n, inf), inf), 5 - 1e-6, inf)  # by less than 5 percent
HEDGES = {
    "about|roughly|approximately|around|some": ABOUT,
    "nearly|almost": (lambda n, _: (_of(95, n), nextafter(n, 0)), 10, 10),
    "more than|over": (lambda n, _: (nextafter(n, inf), inf), 5, inf, "understated"),
    "at least": (lambda n, _: (n, inf), 5, inf, "understated"),
    "(?:fewer|less) than|under|below": (lambda n, _: (-inf, nextafter(n, 0)), inf, 5, "overstated"),
    "at most|up to": (lambda n, _: (-inf, n), inf, 5, "overstated"),
}

# The unit, n or None, the strict and the loose ends, no mark, and what finds the ends, if needed.
COUNT = rf"([1-9]\d{{0,2}}|{'|'.join(WORDS)})"
MONTHS = [name.lower() for name in month_name]
PART = rf"(early|mid|late)[ -]({'|'.join(MONTHS[1:])})"
ANY = (-inf, inf)
SPANS = {
    rf"top[ -]{COUNT}": lambda n: ("rank", n, (-inf, n), (-inf, n)),
    r"the (\d{3}0)s": lambda n: ("year", None, (n, n + 9), (n, n + 9)),
    rf"{COUNT} days? (?:later|after|earlier)": lambda n: ("days", n, (n, n), (n - 1, n + 1)),
    rf"{COUNT} weeks? (?:later|after|earlier)": lambda n: (
        "days",
        7 * n,
        (6.5 * n, 7.5 * n),
        (5.5 * n, 8.5 * n),
    ),
    "barely a month": lambda: ("days", None, (28, 35), (25, 40)),
    "less than a month earlier": lambda: ("dates", None, ANY, ANY, None, _month_from),
}
WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
DATES = {
    "last year": lambda written: _from_to("{0}-01-01/{0}-12-31".format(written.year - 1)),
    "yesterday": lambda written: _from_to(f"{written - timedelta(1)}"),
    "last month": lambda written: _from_to(f"{written.replace(day=1) - timedelta(1):%Y-%m}"),
    # Summer ends 100 days before its year does; loosely it is June to September.
    "last summer": lambda written: _from_to(
        "{0}-06-20/{0}-09-22".format((written + timedelta(100)).year - 1), 19, 8
    ),
}
YEAR = r"in (\d{4})"
# A weekday or a day of the year: the latest before the day of writing.
ON_WEEKDAY = rf"on ({'|'.join(WEEKDAYS)})"
ON_DAY = rf"on ({'|'.join(MONTHS[1:])}) (\d{{1,2}})"


class HedgeError(ValueError):
    """A phrase without a row, or one that does not fit its unit; says what could be written."""


class Interval(NamedTuple):
    """The numbers from `low` to `high`. It holds what is all inside, meets what is in part."""

    low: float
    high: float

    def holds(self, low: float, high: float) -> bool:
        return self.low <= low and high <= self.high

    def meets(self, low: float, high: float) -> bool:
        return low <= self.high and self.low <= high


class Reading(NamedTuple):
    """How a figure stands to a phrase.

    holds: strict, loose, fails, too_rough or no_figure. mark: understated, overstated or None.
    gap: (x - n) / n, n of a range its number nearest to x; None for dates, years and ranks.
    """

    holds: str
    gap: float | None = None
    mark: str | None = None


class Hedge(NamedTuple):
    """A phrase as what it means strictly, inside what it may mean loosely.

    number: n; of a plural the least that it promises, 2,000,000; None of ranges and dates.
    strict, loose: percent as 0-100, dates in ordinal days. at: finds them from the figure.
    mark: of a figure that holds by more than 10 %.
    """

    phrase: str
    unit: str
    number: float | None
    strict: Interval
    loose: Interval
    mark: str | None = None
    at: Callable[[Figure], tuple] | None = None

    @property
    def band(self) -> tuple[tuple[float, float], ...]:
        """(low, high) of the strict interval and of the loose one; an end may be inf."""
        return tuple((round(low, 6), round(high, 6)) for low, high in (self.strict, self.loose))

    def read(self, figure: Figure) -> Reading:
        """Read a figure by this phrase. Raises UnitError where their units differ."""
        if figure.unit != self.unit:
            raise UnitError(f"{self.phrase!r} is in {self.unit}, the figure in {figure.unit}")
        if not figure.known:
            return Reading("no_figure")
        strict, loose = self.at(figure) if self.at else (self.strict, self.loose)
        # A span's ends are two days, not bounds: the later one is tested against the earlier.
        ends = figure.high if self.unit == "dates" else figure.low, figure.high
        holds = _holds(ends, strict, loose, loose)
        far = self.mark and not Interval(_of(90, self.number), _of(110, self.number)).meets(*ends)
        n = self.number or min(max(figure.middle or 0, self.strict.low), self.strict.high)
        return Reading(holds, _gap(figure, n), self.mark if far and holds == "strict" else None)


def parse(phrase: str, unit: str, written: date | None = None) -> Hedge:
    """Read an article's phrase about a number in `unit`.

    written: the day of writing, for yesterday, last month, last summer, early February.
    Raises HedgeError for a phrase without a row and for a unit that does not fit it.
    """
    text = " ".join(str(phrase).lower().split())
    try:
        fits, n, strict, loose, *more = _day(text, written) or _number(text, unit)
        if fits != unit:
            raise HedgeError("does not fit")
    except (HedgeError, ValueError) as why:
        raise HedgeError(f"{phrase!r} {why}; for the unit {unit!r} it could be: {KNOWN}") from None
    return Hedge(phrase, unit, n, Interval(*strict), Interval(*loose), *more)


def compare(a: Figure, relation: str, b: Figure) -> Reading:
    """Read "a below b" or "a above b"; gap is (a - b) / b of their middles.

    Loose misses by at most 1 % of b; dates, years and ranks have no loose.
    Raises UnitError for figures of two units, HedgeError for any other relation.
    """
    if relation not in ("below", "above"):
        raise HedgeError(f"{relation!r} is no relation; could be: below, above")
    if a.unit != b.unit:
        raise UnitError(f"{a.unit} and {b.unit} do not compare")
    if not (a.known and b.known):
        return Reading("no_figure")
    ends, (least, most) = (
        (f.low, f.high) if relation == "below" else (-f.high, -f.low) for f in (a, b)
    )  # above is below, mirrored
    strict, slack = nextafter(round(least, 9), -inf), 0 if a.unit in ORDINAL else 1
    loose, reach = (max(_of(100 - slack, x), _of(100 + slack, x)) for x in (least, most))
    return Reading(_holds(ends, (-inf, strict), (-inf, loose), (-inf, reach)), _gap(a, b.middle))


def _holds(ends: tuple, strict: tuple, loose: tuple, reach: tuple) -> str:
    low, high = (round(end, 9) for end in ends)
    if Interval(*loose).holds(low, high):
        return "strict" if Interval(*strict).holds(low, high) else "loose"
    return "too_rough" if Interval(*reach).meets(low, high) else "fails"


def _gap(figure: Figure, n: float | None) -> float | None:
    if figure.unit in ORDINAL or figure.middle is None or not n:
        return None
    return round((figure.middle - n) / n, 4)


def _number(text: str, unit: str) -> tuple:
    rest, row = ("half", MOST) if re.fullmatch("most|((a|the) )?majority", text) else (text, None)
    for words, hedged in HEDGES.items():
        if match := re.fullmatch(f"({words}) (.+)", text):
            rest, row = match[2], hedged
    if not row and re.search(" to | or ", text):
        return unit, None, *_range(text, unit)
    n, size, bare = _amount(rest, unit)
    if bare is MANY and row is HEDGES["at most|up to"]:
        raise HedgeError("has no upper end")
    strict, below, above, *mark = bare if not row or row is ABOUT and bare is MANY else row
    return unit, n, strict(n, size), (_of(100 - below, n), _of(100 + above, n)), *mark


def _range(text: str, unit: str) -> tuple:
    first, _, last = text.replace(" or ", " to ").partition(" to ")
    if " " in last and not re.search("[ ,]", first):
        first += last[last.index(" ") :]  # 1 to 2 million, 5 to 10 percent
    (low, _, a), (high, _, b) = _amount(first, unit), _amount(last, unit)
    if low >= high or MANY in (a, b):
        raise HedgeError("has no row")
    return (low, high), (_of(90, low), _of(110, high))


def _amount(text: str, unit: str) -> tuple[float, float, tuple]:
    """Return n, the size of the step that it speaks in, and how it is read without a hedge."""
    for words, figures in (("%", " percent"), ("double", "2 times"), ("half a ", "0.5 ")):
        text = text.replace(words, figures)
    if text in SHARES:
        n, kind, row = SHARES[text] * (100 if unit == "percent" else 1), "share", ABOUT
    elif match := PLURAL.fullmatch(text):
        n, kind, row = 2 * SCALES[match[1] or ""] * SCALES[match[2]], "", MANY
    elif match := NUMBER.fullmatch(text):
        dollar, lead, scale, suffix = match.groups("")
        n = float(SCALES[scale] * (WORDS.get(lead) or Decimal(lead.replace(",", ""))))
        rough = step(n) >= 10 and (scale or lead not in WORDS)  # twenty is exact, 20 is not
        kind, row = dollar + suffix, ABOUT if suffix else ROUND if rough else EXACT
    else:
        raise HedgeError("has no row")
    if not re.fullmatch(UNITS.get(kind, ""), unit):
        raise HedgeError("does not fit")
    return round(n, 9), n if kind == "share" else step(n), row


def _of(percent: float, n: float) -> float:
    return round(n * percent / 100, 9)


def _rounded(n: float, size: float, up: float) -> tuple:
    """What is written as n and lies within 5 %; at n + up the next number at that step begins."""
    low, high = round(n - size / 2, 9), nextafter(round(n + up, 9), 0)
    return max(low, _of(95, n)), min(high, _of(105, n))


def _day(text: str, written: date | None) -> tuple | None:
    for pattern, row in SPANS.items():
        if match := re.fullmatch(pattern, text, re.ASCII):
            return row(*(WORDS.get(n) or int(n) for n in match.groups()))
    if match := re.fullmatch(PART, text):
        return _part_of_month(match[1], MONTHS.index(match[2]), written)
    if match := re.fullmatch(YEAR, text, re.ASCII):
        return _from_to(f"{match[1]}-01-01/{match[1]}-12-31")
    on_day, on_weekday = re.fullmatch(ON_DAY, text, re.ASCII), re.fullmatch(ON_WEEKDAY, text)
    if (text in DATES or on_day or on_weekday) and not written:
        raise HedgeError("needs the day of writing")
    if on_day:
        month, day = MONTHS.index(on_day[1]), int(on_day[2])
        year = written.year - ((month, day) >= (written.month, written.day))
        return _from_to(f"{year}-{month:02}-{day:02}")
    if on_weekday:
        back = (written.weekday() - WEEKDAYS.index(on_weekday[1]) - 1) % 7 + 1
        return _from_to(f"{written - timedelta(back)}")
    return DATES[text](written) if text in DATES else None


def _from_to(period: str, before: int = 0, after: int = 0) -> tuple:
    first, last = (end.toordinal() for end in periods.span(period))
    return "date", None, (first, last), (first - before, last + after)


def _part_of_month(part: str, month: int, written: date | None) -> tuple:
    if not written:  # the month nearest to the figure; to a day wholly unknown, any
        return (
            "date",
            None,
            ANY,
            ANY,
            None,
            lambda figure: _part_of_month(
                part, month, date.fromordinal(int(figure.middle or 700_000) + 150)
            )[2:],
        )
    year = written.year - (month > written.month)
    name = f"{year}-{month:02}"
    first, last = {"early": (1, 10), "mid": (11, 20), "late": (21, periods.days(name))}[part]
    return _from_to(f"{name}-{first:02}/{name}-{last:02}", 3, 3)


def _month_from(span: Figure) -> tuple:
    if span.high - span.low == inf:
        raise UnitError("a span needs both of its days")
    later = span.low + periods.days(f"{date.fromordinal(int(span.low)):%Y-%m}")
    return (span.low, later - 1), (span.low, later + 2)
