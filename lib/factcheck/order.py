"""Figures by size: the highest, the lowest, a rank among others."""

from collections.abc import Callable
from dataclasses import replace
from math import inf

from factcheck.figure import Figure, no_figure, together


def highest(figures: list[Figure], pick: Callable = max) -> Figure:
    """Return the maximum of figures of one unit, bounds and sources kept.

    Raises UnitError where they are of two units.
    """
    known = [figure for figure in figures if figure.known]
    if not known:
        return no_figure(figures[0].unit if figures else "")
    together(known)  # two units are refused
    low, high = pick(figure.low for figure in known), pick(figure.high for figure in known)
    rivals = [figure for figure in known if figure.low <= high and figure.high >= low]
    top = pick(rivals, key=lambda figure: figure.low if figure.middle is None else figure.middle)
    return replace(together(rivals), low=low, high=high, period=top.period)


def lowest(figures: list[Figure]) -> Figure:
    """Return the minimum of figures of one unit, bounds and sources kept."""
    return highest(figures, min)


def rank(own: Figure, others: list[Figure], hidden: Figure, rest: Figure) -> Figure:
    """Return the best and the worst rank of `own` by size.

    others: groups with a count or bounds. hidden: what one further group can count; rest: what
    all further groups count together, so that only so many of them can be larger.
    """
    seen = together([own, *others, hidden, rest])
    if not seen.known:
        return no_figure("rank", seen.sources, own.period)
    best = 1 + sum(other.low > own.high for other in others)
    worst = 1.0 + sum(other.high > own.low for other in others)
    if hidden.high > own.low:
        worst += rest.high // (own.low + 1) if own.low else inf
    return replace(seen, low=best, high=worst, unit="rank", period=own.period)
