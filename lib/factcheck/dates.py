"""What a phrase about a day, a span, a year or a rank allows: "ten days later", "top 3"."""

import re
from calendar import month_name
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from math import inf

from factcheck import periods
from factcheck.figure import Figure, UnitError
from factcheck.reading import WORDS, Hedge, HedgeError, Interval

MONTHS = [name.lower() for name in month_name]
WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
COUNT = rf"([1-9]\d{{0,2}}|{'|'.join(WORDS)})"
MONTH = f"({'|'.join(MONTHS[1:])})"
PARTS = {"early": (1, 10), "mid": (11, 20), "late": (21, 31)}


def allows(unit: str, strict: tuple, loose: tuple = (), n: float | None = None) -> Hedge:
    return Hedge("", unit, n, Interval(*strict), Interval(*(loose or strict)))


def day_of(period: str, before: int = 0, after: int = 0) -> Hedge:
    """A day of a period; loosely so many days before or after it."""
    first, last = (end.toordinal() for end in periods.span(period))
    return allows("date", (first, last), (first - before, last + after))


# A count, as the phrase has it, and what it allows strictly, then loosely.
SPANS: dict[str, Callable[..., Hedge]] = {
    rf"top[ -]{COUNT}": lambda n: allows("rank", (-inf, n), n=n),
    r"the (\d{3}0)s": lambda year: allows("year", (year, year + 9)),
    r"in (\d{4})": lambda year: day_of(f"{year:04}-01-01/{year:04}-12-31"),
    rf"{COUNT} days? (?:later|after|earlier)": lambda n: allows("days", (n, n), (n - 1, n + 1), n),
    # Half a day for each week; loosely, one and a half.
    rf"{COUNT} weeks? (?:later|after|earlier)": lambda n: allows(
        "days", (6.5 * n, 7.5 * n), (5.5 * n, 8.5 * n), 7 * n
    ),
    "barely a month": lambda: allows("days", (28, 35), (25, 40)),
}
# The day of writing, then the words in the phrase.
DATES: dict[str, Callable[..., Hedge]] = {
    "yesterday": lambda written: day_of(f"{written - timedelta(1)}"),
    "last month": lambda written: day_of(f"{written.replace(day=1) - timedelta(1):%Y-%m}"),
    "last year": lambda written: day_of("{0}-01-01/{0}-12-31".format(written.year - 1)),
    # The summer of the astronomers, whose end is 100 days before its year's; loosely, June to
    # September.
    "last summer": lambda written: day_of(
        "{0}-06-20/{0}-09-22".format((written + timedelta(100)).year - 1), before=19, after=8
    ),
    rf"(early|mid|late)[ -]{MONTH}": lambda written, part, month: _part_of_month(
        written, part, MONTHS.index(month)
    ),
    rf"on {MONTH} (\d{{1,2}})": lambda written, month, day: _latest(
        written, MONTHS.index(month), int(day)
    ),
    rf"on ({'|'.join(WEEKDAYS)})": lambda written, name: day_of(
        f"{written - timedelta((written.weekday() - WEEKDAYS.index(name) - 1) % 7 + 1)}"
    ),
}


class MonthBefore(Hedge):
    """Less than a month earlier: a span whose ends are two days, not the bounds of one."""

    def allowed(self, figure: Figure) -> tuple[Interval, Interval, Interval]:
        """The later day; less than a calendar month from the earlier on; loosely, two more days."""
        if figure.high - figure.low == inf:
            raise UnitError("a span needs both of its days")
        first = figure.low
        end = first + periods.days(f"{date.fromordinal(int(first)):%Y-%m}")
        later = Interval(figure.high, figure.high)
        return later, Interval(first, end - 1), Interval(first, end + 2)


def read(text: str, phrase: str, written: date | None) -> Hedge | None:
    """Read a phrase (in small letters) about days, years or ranks; None where it is none.

    Raises HedgeError where the day of writing is needed and not given, ValueError for no day.
    """
    if text == "less than a month earlier":
        return MonthBefore(phrase, "dates", None, Interval(-inf, inf), Interval(-inf, inf))
    for pattern, row in SPANS.items():
        if match := re.fullmatch(pattern, text, re.ASCII):
            return replace(row(*(WORDS.get(n) or int(n) for n in match.groups())), phrase=phrase)
    for pattern, row in DATES.items():
        if match := re.fullmatch(pattern, text, re.ASCII):
            if not written:
                raise HedgeError("needs the day of writing")
            return replace(row(written, *match.groups()), phrase=phrase)
    return None


def _part_of_month(written: date, part: str, month: int) -> Hedge:
    """Of the month of that name before the day of writing, or with it; loosely three days more."""
    first, last = PARTS[part]
    name = f"{written.year - (month > written.month)}-{month:02}"
    last = min(last, periods.days(name))
    return day_of(f"{name}-{first:02}/{name}-{last:02}", before=3, after=3)


def _latest(written: date, month: int, day: int) -> Hedge:
    """The latest such day before the day of writing."""
    year = written.year - ((month, day) >= (written.month, written.day))
    return day_of(f"{year}-{month:02}-{day:02}")
