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
    """Write a period for a reader: FY2024, February 2025, 23 January 2025, 1 to 22 February 2025."""
    first, last = span(period)
    if len(period) == 4:
        return f"FY{period}"
    if len(period) == 7:
        return f"{first:%B %Y}"
    if first == last:
        return f"{first.day} {first:%B %Y}"
    same = first.strftime(" %B %Y") if (first.year, first.month) != (last.year, last.month) else ""
    return f"{first.day}{same} to {last.day} {last:%B %Y}"
