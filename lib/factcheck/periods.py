"""Periods as text: a fiscal year "2024", a month "2025-02", a day, or "first day/last day"."""

from __future__ import annotations

from calendar import monthrange
from datetime import date


def span(period: str) -> tuple[date, date]:
    """Return the first and last day of a period; a year is a US fiscal year, October to September.

    Raises ValueError for any other text.
    """
    first, _, last = str(period).partition("/")
    if last:
        return date.fromisoformat(first), date.fromisoformat(last)
    if len(first) == 4:
        return date(int(first) - 1, 10, 1), date(int(first), 9, 30)
    if len(first) == 7:
        year, month = map(int, first.split("-"))
        return date(year, month, 1), date(year, month, monthrange(year, month)[1])
    return date.fromisoformat(first), date.fromisoformat(first)


def days(period: str) -> int:
    """Return how many days a period has, both ends counted."""
    first, last = span(period)
    return (last - first).days + 1


def spoken(period: str) -> str:
    """Write a period for a reader: FY2024, February 2025, 1 to 22 February 2025.

    Any other label stays as it is.
    """
    try:
        first, last = span(period)
    except ValueError:
        return period
    if len(period) in (4, 7):
        return f"FY{period}" if len(period) == 4 else f"{first:%B %Y}"
    end = f"{last.day} {last:%B %Y}"
    if first == last:
        return end
    start = f"{first.day}" if (first.year, first.month) == (last.year, last.month) else \
        f"{first.day} {first:%B}" if first.year == last.year else f"{first.day} {first:%B %Y}"
    return f"{start} to {end}"


def brief(label: str) -> str:
    """Write a period for an axis: 2024, Feb 2025, 23 Jan; any other label stays as it is."""
    try:
        first, _ = span(label)
    except ValueError:
        return label
    return label if len(label) == 4 else f"{first:%b %Y}" if len(label) == 7 else \
        f"{first.day} {first:%b}"


def of_ordinal(day: float) -> str:
    """Write an ordinal day: 739284 -> 10 February 2025."""
    return spoken(date.fromordinal(int(day)).isoformat())
