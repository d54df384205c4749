"""The place of one group among others by size, from counts and bounds."""

from dataclasses import replace
from math import inf

from factcheck.figure import Figure, no_figure


def place(own: Figure, others: list[Figure], hidden: Figure, together: Figure) -> Figure:
    """Return the best and the worst rank of `own` by size.

    others: groups with a count or bounds. hidden: what one further group can count; together:
    what all further groups count together, so that only so many of them can be larger.
    """
    seen = sum([*others, hidden, together], own)        # its sources and day of publication
    if not seen.known:
        return no_figure("rank", seen.sources, own.period)
    room = together.high // (own.low + 1) if own.low else inf
    best = 1 + sum(other.low > own.high for other in others)
    worst = 1 + sum(other.high > own.low for other in others) + room * (hidden.high > own.low)
    return replace(seen, low=best, high=worst, unit="rank", period=own.period)
