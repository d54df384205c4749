"""Figures by size: the highest, the lowest, a rank among others."""

from dataclasses import replace
from math import inf

from factcheck.figure import Figure, no_figure


def highest(figures: list[Figure], pick=max) -> Figure:
    """Return the maximum of figures of one unit, bounds and sources kept."""
    known = [f for f in figures if f.known]
    if not known:
        return no_figure(figures[0].unit if figures else "")
    sum(known[1:], known[0])  # raises UnitError where they are of two units
    low, high = pick(f.low for f in known), pick(f.high for f in known)
    rivals = [f for f in known if f.low <= high and f.high >= low]
    top = pick(rivals, key=lambda f: f.middle if f.middle is not None else f.low)
    joined = sum(rivals[1:], rivals[0])  # for its sources and its day
    return replace(joined, low=low, high=high, period=top.period)


def lowest(figures: list[Figure]) -> Figure:
    """Return the minimum of figures of one unit, bounds and sources kept."""
    return highest(figures, min)


def place(own: Figure, others: list[Figure], hidden: Figure, together: Figure) -> Figure:
    """Return the best and the worst rank of `own` by size.

    others: groups with a count or bounds. hidden: what one further group can count; together:
    what all further groups count together, so that only so many of them can be larger.
    """
    seen = sum([*others, hidden, together], own)  # its sources and day of publication
    if not seen.known:
        return no_figure("rank", seen.sources, own.period)
    room = together.high // (own.low + 1) if own.low else inf
    best = 1 + sum(other.low > own.high for other in others)
    worst = 1 + sum(other.high > own.low for other in others) + room * (hidden.high > own.low)
    return replace(seen, low=best, high=worst, unit="rank", period=own.period)
