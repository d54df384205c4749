"""Periods as text: a fiscal year "2024", a month "2025-02", a day, or "first day/last day"."""

from calendar import monthrange
from datetime import date


def span(period: str) -> tuple[date, date]:
    """Return a period's first and last day; "2024" is a US fiscal year. Raises ValueError."""
    period = str(period)
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
    first, last = span(period)
    opens, closes = span(outer)
    return opens <= first and last <= closes


def meets(period: str, other: str) -> bool:
    """Say whether two periods have a day in common."""
    return first_day(period) <= last_day(other) and first_day(other) <= last_day(period)


def fiscal_year(day: str) -> str:
    """Return the US fiscal year of a day: 2024-10-01 is of "2025"."""
    found = date.fromisoformat(day)
    return str(found.year + (found.month >= 10))


def months(first: str, last: str) -> list[str]:
    """Return the months from one to another: ["2024-12", "2025-01"]."""
    ends = [int(year) * 12 + int(month) - 1 for year, month in (first.split("-"), last.split("-"))]
    return [f"{n // 12}-{n % 12 + 1:02}" for n in range(ends[0], ends[1] + 1)]


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
    if (first, last) == (date(first.year, 1, 1), date(first.year, 12, 31)):
        return f"{first:%Y}"
    whole_months = first.day == 1 and last == span(f"{last:%Y-%m}")[1]
    if whole_months and f"{first:%Y-%m}" == f"{last:%Y-%m}":
        return f"{first:%B %Y}"
    if whole_months:
        return f"{first:%B %Y} to {last:%B %Y}"
    if first == last:
        return f"{first.day} {first:%B %Y}"
    apart = " %B %Y" if first.year < last.year else " %B" if first.month < last.month else ""
    return f"{first.day}{first.strftime(apart)} to {last.day} {last:%B %Y}"


def brief(label: str) -> str:
    """Write a period for an axis: 2024, Feb 2025, 23 Jan; any other label stays as it is."""
    try:
        first, _ = span(label)
    except ValueError:
        return label
    if len(label) == 4:
        return label
    return f"{first:%b %Y}" if len(label) == 7 else f"{first.day} {first:%b}"
