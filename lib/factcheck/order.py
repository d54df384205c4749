"""Figures by size: the highest, the lowest, a rank among others."""

from collections.abc import Callable
from dataclasses import replace
from math import inf

from factcheck.figure import Figure, no_figure, together


def highest(figures: list[Figure]) -> Figure:
    """Return the maximum of figures of one unit, bounds and sources kept.

    Raises UnitError where they are of two units.
    """
    return _extreme(figures, max)


def lowest(figures: list[Figure]) -> Figure:
    """Return the minimum of figures of one unit, bounds and sources kept."""
    return _extreme(figures, min)


def rank(own: Figure, others: list[Figure], hidden: Figure, rest: Figure) -> Figure:
    """Return the best and the worst rank of `own` by size.

    others: groups with a count or bounds. hidden: what one further group can count; rest: what
    all further groups count together, so that only so many of them can be larger.
    """
    seen = together([own, *others, hidden, rest])
    if not seen.known:
        return no_figure("rank", seen.sources, own.period)
    larger = sum(other.low > own.high for other in others)
    perhaps_larger = sum(other.high > own.low for other in others)
    if hidden.high > own.low:
        perhaps_larger += rest.high // (own.low + 1) if own.low else inf
    return replace(seen, low=1 + larger, high=1 + perhaps_larger, unit="rank", period=own.period)


def _extreme(figures: list[Figure], pick: Callable) -> Figure:
    known = [f for f in figures if f.known]
    if not known:
        return no_figure(figures[0].unit if figures else "")
    together(known)
    low, high = pick(f.low for f in known), pick(f.high for f in known)
    rivals = [f for f in known if f.low <= high and f.high >= low]
    top = pick(rivals, key=lambda f: f.low if f.middle is None else f.middle)
    return replace(together(rivals), low=low, high=high, period=top.period)
