"""Periods as text: a fiscal year "2024", a month "2025-02", a day, or "first day/last day"."""

from calendar import monthrange
from datetime import date, timedelta
from itertools import pairwise


def span(period: str) -> tuple[date, date]:
    """Return a period's first and last day; "2024" is a US fiscal year.

    Raises ValueError for a text that is no period.
    """
    try:
        return _span(str(period))
    except ValueError:
        known = "a fiscal year 2024, a month 2025-01, a day 2025-01-20 or first day/last day"
        raise ValueError(f"'{period}' is not {known}") from None


def _span(period: str) -> tuple[date, date]:
    if len(period) == 4:
        return date(int(period) - 1, 10, 1), date(int(period), 9, 30)
    if len(period) == 7:
        year, month = map(int, period.split("-"))
        return date(year, month, 1), date(year, month, monthrange(year, month)[1])
    first, _, last = period.partition("/")
    return date.fromisoformat(first), date.fromisoformat(last or first)


def first_day(period: str) -> str:
    """Return a period's first day (ISO)."""
    return span(period)[0].isoformat()


def last_day(period: str) -> str:
    """Return a period's last day (ISO)."""
    return span(period)[1].isoformat()


def days(period: str) -> int:
    """Return how many days a period has, both ends counted."""
    first, last = span(period)
    return (last - first).days + 1


def within(period: str, outer: str) -> bool:
    """Say whether a period lies wholly inside another."""
    return first_day(outer) <= first_day(period) and last_day(period) <= last_day(outer)


def meets(period: str, other: str) -> bool:
    """Say whether two periods have a day in common."""
    return first_day(period) <= last_day(other) and first_day(other) <= last_day(period)


def from_to(names: list[str]) -> str:
    """Return the span from the first of some periods to the last; of one, its own name."""
    if len(set(names)) == 1:
        return names[0]
    return f"{min(map(first_day, names))}/{max(map(last_day, names))}"


def break_in(names: list[str]) -> str:
    """Say where a row of periods is broken: a day that none has, or two have; else nothing."""
    for name, after in pairwise(names):
        expected = (span(name)[1] + timedelta(days=1)).isoformat()
        if first_day(after) > expected:
            return f"has nothing for {expected}"
        if first_day(after) < expected:
            return f"has {first_day(after)} twice"
    return ""


def fiscal_year(day: str) -> str:
    """Return the US fiscal year of a day: 2024-10-01 is of "2025"."""
    found = date.fromisoformat(day)
    return str(found.year + (found.month >= 10))


def months(first: str, last: str) -> list[str]:
    """Return the months from one to another: ["2024-12", "2025-01"]."""
    years = range(int(first[:4]), int(last[:4]) + 1)
    every = [f"{year}-{month:02}" for year in years for month in range(1, 13)]
    return [month for month in every if first <= month <= last]


def spoken(period: str) -> str:
    """Write a period for a reader: FY2024, February 2025, 1 to 22 February 2025; others as is.

    A span of whole months, or a whole calendar year, is written as one.
    """
    try:
        first, last = span(period)
    except ValueError:
        return period
    if len(period) == 4:
        return f"FY{period}"
    if period == f"{first:%Y}-01-01/{first:%Y}-12-31":
        return f"{first:%Y}"
    whole_months = first.day == 1 and last == span(f"{last:%Y-%m}")[1]
    start, end = ([] if whole_months else [str(day.day)] for day in (first, last))
    start += [f"{first:%B}", str(first.year)]
    end += [f"{last:%B}", str(last.year)]
    if start == end:
        return " ".join(end)
    while start[-1] == end[len(start) - 1]:  # 1 to 22 February 2025
        start.pop()
    return f"{' '.join(start)} to {' '.join(end)}"


def brief(label: str) -> str:
    """Write a period for an axis: 2024, Feb 2025, 23 Jan; any other label stays as it is."""
    try:
        first, _ = span(label)
    except ValueError:
        return label
    if len(label) == 4:
        return label
    return f"{first:%b %Y}" if len(label) == 7 else f"{first.day} {first:%b}"
