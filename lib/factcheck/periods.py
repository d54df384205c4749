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


def days(period: str) -> int:
    """Return how many days a period has, both ends counted."""
    first, last = span(period)
    return (last - first).days + 1


def spoken(period: str) -> str:
    """Write a period for a reader: FY2024, February 2025, 1 to 22 February 2025; others as is.

    A span that is a whole month or calendar year is written as one.
    """
    try:
        first, last = span(period)
    except ValueError:
        return period
    if len(period) in (4, 7):
        return f"FY{period}" if len(period) == 4 else f"{first:%B %Y}"
    if period == f"{first:%Y}-01-01/{first:%Y}-12-31":
        return f"{first:%Y}"
    if (first, last) == span(f"{first:%Y-%m}"):
        return f"{first:%B %Y}"
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
    return {4: label, 7: f"{first:%b %Y}"}.get(len(label), f"{first.day} {first:%b}")
