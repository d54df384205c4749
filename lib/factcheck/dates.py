"""What a phrase about a day, a span, a year or a rank allows: "ten days later", "top 3"."""

import re
from calendar import month_name
from collections.abc import Callable
from datetime import date, timedelta
from math import inf

from factcheck import periods
from factcheck.figure import Figure, UnitError
from factcheck.reading import WORDS, Hedge, HedgeError, Interval

MONTHS = [name.lower() for name in month_name]
WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
COUNT = rf"([1-9]\d{{0,2}}|{'|'.join(WORDS)})"
MONTH = f"({'|'.join(MONTHS[1:])})"
ANY = Interval(-inf, inf)
PARTS = {"early": (1, 10), "mid": (11, 20), "late": (21, 31)}


class MonthBefore(Hedge):
    """Less than a month earlier: a span whose ends are two days, not the bounds of one."""

    def _tested(self, figure: Figure) -> Interval:
        return Interval(figure.high, figure.high)

    def _allowed(self, figure: Figure) -> tuple[Interval, Interval]:
        """Less than a calendar month from the earlier day on; loosely, two days more."""
        if figure.high - figure.low == inf:
            raise UnitError("a span needs both of its days")
        month = periods.days(f"{date.fromordinal(int(figure.low)):%Y-%m}")
        later = figure.low + month
        return Interval(figure.low, later - 1), Interval(figure.low, later + 2)


def read(text: str, phrase: str, written: date | None) -> Hedge | None:
    """Read a phrase (in small letters) about days, years or ranks; None where it is none.

    Raises HedgeError where the day of writing is needed and not given, ValueError for no day.
    """
    if text == "less than a month earlier":
        return MonthBefore(phrase, "dates", None, ANY, ANY)
    for pattern, row in SPANS.items():
        if match := re.fullmatch(pattern, text, re.ASCII):
            return row(phrase, *(WORDS.get(n) or int(n) for n in match.groups()))
    for pattern, dated in DATES.items():
        if match := re.fullmatch(pattern, text, re.ASCII):
            if not written:
                raise HedgeError("needs the day of writing")
            return dated(phrase, written, *match.groups())
    return None


def _within(phrase: str, period: str, before: int = 0, after: int = 0) -> Hedge:
    """A day of a period; loosely so many days before or after it."""
    first, last = (end.toordinal() for end in periods.span(period))
    strict, loose = Interval(first, last), Interval(first - before, last + after)
    return Hedge(phrase, "date", None, strict, loose)


def _calendar_year(phrase: str, year: int) -> Hedge:
    return _within(phrase, f"{year:04}-01-01/{year:04}-12-31")


# --- the phrase and the number in it


def _top(phrase: str, n: int) -> Hedge:
    allowed = Interval(-inf, n)
    return Hedge(phrase, "rank", n, allowed, allowed)


def _decade(phrase: str, year: int) -> Hedge:
    allowed = Interval(year, year + 9)
    return Hedge(phrase, "year", None, allowed, allowed)


def _days_later(phrase: str, n: int) -> Hedge:
    return Hedge(phrase, "days", n, Interval(n, n), Interval(n - 1, n + 1))


def _weeks_later(phrase: str, n: int) -> Hedge:
    """Within half a day for each week; loosely, one and a half."""
    strict, loose = Interval(6.5 * n, 7.5 * n), Interval(5.5 * n, 8.5 * n)
    return Hedge(phrase, "days", 7 * n, strict, loose)


def _barely_a_month(phrase: str) -> Hedge:
    return Hedge(phrase, "days", None, Interval(28, 35), Interval(25, 40))


SPANS: dict[str, Callable[..., Hedge]] = {
    rf"top[ -]{COUNT}": _top,
    r"the (\d{3}0)s": _decade,
    rf"{COUNT} days? (?:later|after|earlier)": _days_later,
    rf"{COUNT} weeks? (?:later|after|earlier)": _weeks_later,
    "barely a month": _barely_a_month,
    r"in (\d{4})": _calendar_year,
}


# --- the phrase, the day of writing, and the words in it


def _last_year(phrase: str, written: date) -> Hedge:
    return _calendar_year(phrase, written.year - 1)


def _yesterday(phrase: str, written: date) -> Hedge:
    return _within(phrase, f"{written - timedelta(1)}")


def _last_month(phrase: str, written: date) -> Hedge:
    return _within(phrase, f"{written.replace(day=1) - timedelta(1):%Y-%m}")


def _last_summer(phrase: str, written: date) -> Hedge:
    """The summer of the astronomers; loosely, June to September."""
    ended = written.year if written > date(written.year, 9, 22) else written.year - 1
    return _within(phrase, f"{ended}-06-20/{ended}-09-22", before=19, after=8)


def _part_of_month(phrase: str, written: date, part: str, name: str) -> Hedge:
    """The month of that name before or of the day of writing; loosely three days more."""
    month = MONTHS.index(name)
    year = written.year - (month > written.month)
    first, last = PARTS[part]
    last = min(last, periods.days(f"{year}-{month:02}"))
    days = f"{year}-{month:02}-{first:02}/{year}-{month:02}-{last:02}"
    return _within(phrase, days, before=3, after=3)


def _on_day(phrase: str, written: date, name: str, number: str) -> Hedge:
    """The latest such day before the day of writing."""
    month, day = MONTHS.index(name), int(number)
    year = written.year - ((month, day) >= (written.month, written.day))
    return _within(phrase, f"{year}-{month:02}-{day:02}")


def _on_weekday(phrase: str, written: date, name: str) -> Hedge:
    back = (written.weekday() - WEEKDAYS.index(name) - 1) % 7 + 1
    return _within(phrase, f"{written - timedelta(back)}")


DATES: dict[str, Callable[..., Hedge]] = {
    "last year": _last_year,
    "yesterday": _yesterday,
    "last month": _last_month,
    "last summer": _last_summer,
    rf"(early|mid|late)[ -]{MONTH}": _part_of_month,
    rf"on {MONTH} (\d{{1,2}})": _on_day,
    rf"on ({'|'.join(WEEKDAYS)})": _on_weekday,
}
