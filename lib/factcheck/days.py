"""Days, spans, years and ranks as an article names them: yesterday, ten days later, top 3.

A row is (pattern, unit, read); read(match, written) returns n or None and the ends that are meant
strictly and loosely, (low, high, low open, high open), days as ordinals. Where these depend on the
figure, they are ANY, and a function of the figure comes last that returns the three.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from math import inf, isfinite

from factcheck import amount
from factcheck.figure import Figure, UnitError

MONTHS = ("january february march april may june july august september october november "
          "december").split()
ANY = (-inf, inf)


def _top(match, written) -> tuple:
    n = int(amount.read(match[1]).n)
    return n, (-inf, n), (-inf, n)


def _decade(match, written) -> tuple:
    years = int(match[1]), int(match[1]) + 9
    return None, years, years


def _days_later(match, written) -> tuple:
    n = int(amount.read(match[1]).n)
    return n, (n, n), (n - 1, n + 1)


def _weeks_later(match, written) -> tuple:
    n = int(amount.read(match[1]).n)
    return 7 * n, (6.5 * n, 7.5 * n), (5.5 * n, 8.5 * n)


def _barely_a_month(match, written) -> tuple:
    return None, (28, 35), (25, 40)


def _under_a_month(match, written) -> tuple:
    return None, ANY, ANY, _month_from


def _month_from(span: Figure) -> tuple:
    if not (isfinite(span.low) and isfinite(span.high)):
        raise UnitError("a span needs both of its days")
    day = date.fromordinal(int(span.low))
    later = span.low + monthrange(day.year, day.month)[1]
    return None, (span.low, later, False, True), (span.low, later + 2)


def _yesterday(match, written: date) -> tuple:
    return _from_to(written - timedelta(1), written - timedelta(1))


def _last_month(match, written: date) -> tuple:
    last = written.replace(day=1) - timedelta(1)
    return _from_to(last.replace(day=1), last)


def _last_summer(match, written: date) -> tuple:
    year = written.year - (written <= date(written.year, 9, 22))
    _, strict, _ = _from_to(date(year, 6, 20), date(year, 9, 22))
    return None, strict, _from_to(date(year, 6, 1), date(year, 9, 30))[1]


def _part_of_month(match, written: date | None) -> tuple:
    part, month = match[1], MONTHS.index(match[2]) + 1
    if written:
        return _part(part, month, written.year - (month > written.month))
    return None, ANY, ANY, lambda figure: _part(part, month, _nearest(month, figure.middle))


def _part(part: str, month: int, year: int) -> tuple:
    last = monthrange(year, month)[1]
    first, last = {"early": (1, 10), "mid": (11, 20), "late": (21, last)}[part]
    return _from_to(date(year, month, first), date(year, month, last), slack=3)


def _nearest(month: int, day: float | None) -> int:
    day = day or date(2000, 1, 1).toordinal()       # any year will do for a day wholly unknown
    year = date.fromordinal(int(day)).year
    return min((year, year - 1, year + 1), key=lambda y: abs(date(y, month, 15).toordinal() - day))


def _from_to(first: date, last: date, slack: int = 0) -> tuple:
    low, high = first.toordinal(), last.toordinal()
    return None, (low, high), (low - slack, high + slack)


ROWS = (
    (rf"top[ -]({amount.COUNT})", "rank", _top),
    (r"the (\d{3}0)s", "year", _decade),
    (rf"({amount.COUNT}) days? (?:later|after|earlier)", "days", _days_later),
    (rf"({amount.COUNT}) weeks? (?:later|after|earlier)", "days", _weeks_later),
    (r"barely a month", "days", _barely_a_month),
    (r"less than a month earlier", "dates", _under_a_month),
    (r"yesterday", "date", _yesterday),
    (r"last month", "date", _last_month),
    (r"last summer", "date", _last_summer),
    (rf"(early|mid|late)[ -]({'|'.join(MONTHS)})", "date", _part_of_month))
NEED_WRITTEN = (_yesterday, _last_month, _last_summer)
