"""Days, spans, years and ranks as an article names them: yesterday, ten days later, top 3.

Each has a unit, a number or None, and its strict and its loose ends, as in hedge.Interval and days
as ordinals. Where the ends follow from the figure, a function of the figure comes last.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from math import inf, isfinite

from factcheck.amount import WORDS, HedgeError
from factcheck.figure import Figure, UnitError

MONTHS = ("january february march april may june july august september october november "
          "december").split()
PART = re.compile(rf"(early|mid|late)[ -]({'|'.join(MONTHS)})")
COUNT = rf"([1-9]\d{{0,2}}|{'|'.join(WORDS)})"
ANY = (-inf, inf)


def read(text: str, written: date | None) -> tuple | None:
    """Read text in lower case; None where it names no day, span, year or rank."""
    for pattern, row in NUMBERED.items():
        if match := re.fullmatch(pattern, text, re.ASCII):
            return row(WORDS.get(match[1]) or int(match[1]))
    if match := PART.fullmatch(text):
        return _part_of_month(match[1], MONTHS.index(match[2]) + 1, written)
    if text in DATES and not written:
        raise HedgeError("needs the day of writing")
    return DATES[text](written) if text in DATES else SPANS.get(text)


def _from_to(first: date, last: date, before: int = 0, after: int = 0) -> tuple:
    low, high = first.toordinal(), last.toordinal()
    return "date", None, (low, high), (low - before, high + after)


def _yesterday(written: date) -> tuple:
    return _from_to(written - timedelta(1), written - timedelta(1))


def _last_month(written: date) -> tuple:
    last = written.replace(day=1) - timedelta(1)
    return _from_to(last.replace(day=1), last)


def _last_summer(written: date) -> tuple:
    year = written.year - (written <= date(written.year, 9, 22))
    return _from_to(date(year, 6, 20), date(year, 9, 22), 19, 8)    # loosely June to September


def _part_of_month(part: str, month: int, written: date | None) -> tuple:
    def in_year(year: int) -> tuple:
        end = monthrange(year, month)[1]
        first, last = {"early": (1, 10), "mid": (11, 20), "late": (21, end)}[part]
        return _from_to(date(year, month, first), date(year, month, last), 3, 3)

    def nearest(figure: Figure) -> tuple:
        day = int(figure.middle or 700_000)     # any year will do for a day wholly unknown
        return in_year(date.fromordinal(day + 197 - 30 * month).year)[2:]

    if written:
        return in_year(written.year - (month > written.month))
    return "date", None, ANY, ANY, nearest


def _under_a_month(span: Figure) -> tuple:
    if not isfinite(span.high - span.low):
        raise UnitError("a span needs both of its days")
    day = date.fromordinal(int(span.low))
    later = span.low + monthrange(day.year, day.month)[1]
    return (span.low, later, False, True), (span.low, later + 2)


NUMBERED = {
    rf"top[ -]{COUNT}": lambda n: ("rank", n, (-inf, n), (-inf, n)),
    r"the (\d{3}0)s": lambda n: ("year", None, (n, n + 9), (n, n + 9)),
    rf"{COUNT} days? (?:later|after|earlier)": lambda n: ("days", n, (n, n), (n - 1, n + 1)),
    rf"{COUNT} weeks? (?:later|after|earlier)":
        lambda n: ("days", 7 * n, (6.5 * n, 7.5 * n), (5.5 * n, 8.5 * n))}
DATES = {"yesterday": _yesterday, "last month": _last_month, "last summer": _last_summer}
SPANS = {"barely a month": ("days", None, (28, 35), (25, 40)),
         "less than a month earlier": ("dates", None, ANY, ANY, _under_a_month)}
