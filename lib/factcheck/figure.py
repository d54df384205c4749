"""A number that knows its bounds, its unit and its sources."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from math import inf, isfinite

from factcheck import periods

ORDINAL = ("date", "dates", "year", "rank")  # a percentage of one of these means nothing
NOT_KNOWN = "no figure"
SCALES = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))


class UnitError(ValueError):
    """Two figures, or a figure and a phrase, whose units do not fit."""


def step(n: float) -> float:
    """Return the precision that a round number speaks in: 18,000 -> 1,000; 650,000 -> 50,000.

    The largest of 1 or 5 times a power of ten, also below one, that divides n.
    Source: rounding as the speaker's own precision (Jansen & Pollmann 2001).
    """
    if not n:
        raise ValueError("zero has no step")
    _, digits, exponent = Decimal(str(n)).normalize().as_tuple()
    return float(Decimal(5 if digits[-1] == 5 else 1).scaleb(int(exponent)))


@dataclass(frozen=True)
class Figure:
    """A value between `low` and `high`, in `unit`, with the ids of its sources.

    low, high: equal when the figure is exact; infinite where a bound is open.
    published: the day (ISO) from which all of it was public; empty if unknown. first_seen: ids of
    the sources that prove that day, where they are not the sources themselves.
    period: what it is about; calculations of two figures drop it.
    known: False for a figure about which nothing was public on the day asked.
    """

    low: float
    high: float
    unit: str
    sources: tuple[str, ...] = ()
    published: str = ""
    period: str = ""
    first_seen: tuple[str, ...] = ()
    known: bool = True

    def __post_init__(self):
        if not self.low <= self.high:
            raise ValueError(f"a figure's bounds are reversed: {self.low} to {self.high}")

    @property
    def exact(self) -> bool:
        return self.low == self.high

    @property
    def value(self) -> float | None:
        """The exact value, or None when there are only bounds."""
        return tidy(self.low) if self.exact else None

    @property
    def middle(self) -> float | None:
        """The middle of finite bounds, the finite one of half-open bounds: for charts and gaps."""
        ends = [x for x in (self.low, self.high) if isfinite(x)]
        return tidy(sum(ends) / len(ends)) if ends else None

    def __add__(self, other: Figure) -> Figure:
        return self._joined(other, self.low + other.low, self.high + other.high)

    def __sub__(self, other: Figure) -> Figure:
        return self._joined(other, self.low - other.high, self.high - other.low)

    def __mul__(self, factor: float) -> Figure:
        if factor < 0:
            raise ValueError("a figure is scaled by a positive factor")
        low, high = (round(x * factor, 9) if isfinite(x) else x for x in (self.low, self.high))
        return replace(self, low=low, high=high)

    __rmul__ = __mul__

    def __truediv__(self, other: Figure | float) -> Figure:
        """Divide by a number, or by a figure: of the same unit it gives a ratio."""
        if not isinstance(other, Figure):
            return self * (1 / other)
        unit = "ratio" if self.unit == other.unit else f"{self.unit} per {other.unit}"
        if self.known and other.known and min(self.low, other.low) < 0:
            raise ValueError("a ratio is taken of figures that are not negative")
        low = self.low / other.high if 0 < other.high < inf else 0.0
        high = self.high / other.low if other.low > 0 else inf
        return replace(self, unit=unit)._joined(replace(other, unit=unit), low, high)

    def percent(self) -> Figure:
        """Turn a ratio into percent. Raises UnitError for any other unit."""
        if self.unit != "ratio":
            raise UnitError(f"only a ratio has a percentage, not {self.unit}")
        return (self * 100).as_unit("percent")

    def a_day(self, days: int = 0) -> Figure:
        """Spread a count over its period, or over `days`: removals -> removals a day.

        Raises ValueError for a figure without a period where no days are given.
        """
        if not days and not self.period and self.known:
            raise ValueError(f"a rate needs a period or a number of days: {self}")
        days = days or (periods.days(self.period) if self.period else 1)
        return (self / days).as_unit(f"{self.unit} a day")

    def fall_to(self, later: Figure) -> Figure:
        """Return by how many percent `later` is below this figure; negative where it is above."""
        left = (later / self).percent()
        return self._joined(later, 100 - left.high, 100 - left.low).as_unit("percent")

    def as_unit(self, unit: str) -> Figure:
        """Rename the unit where the same number counts something else, said in the notebook."""
        return replace(self, unit=unit)

    def over(self, period: str) -> Figure:
        """Say which period a calculated figure is about."""
        return replace(self, period=period)

    def __str__(self) -> str:
        return f"{self.number} {unit_word(self.unit)}".strip() if self.known else self.number

    @property
    def told(self) -> str:
        """The figure with its unit and its period: 271,484 removals (FY2024)."""
        counted = str(self).removesuffix("s") if self.number == "1" else str(self)
        dated = self.known and self.period and self.unit not in ("date", "dates")
        return f"{counted} ({periods.spoken(self.period)})" if dated else counted

    @property
    def number(self) -> str:
        """The figure in words without its unit: 271,484; 254,000 ± 5; at least 12,819."""
        if self.middle is None:
            return "unknown" if self.known else NOT_KNOWN
        if self.unit in ("date", "dates") and isfinite(self.high - self.low):
            ends = (date.fromordinal(int(end)).isoformat() for end in (self.low, self.high))
            return periods.spoken("/".join(ends))
        low, high = short_number(self.low, self.unit), short_number(self.high, self.unit)
        if low == high:
            return low
        if not (low and high):
            return f"at least {low}" if low else f"at most {high}"
        half = (self.high - self.low) / 2
        if half < 0.02 * abs(self.middle) and self.unit not in ("ratio", "percent"):
            return f"{short_number(self.middle, self.unit)} ± {short_number(half, self.unit)}"
        return f"between {low} and {high}"

    def facts(self) -> dict:
        """Return the figure as a record writes it down; an open bound is None."""
        low, high = (tidy(end) if isfinite(end) else None for end in (self.low, self.high))
        return {
            "value": self.value,
            "low": low,
            "high": high,
            "unit": self.unit,
            "figure": self.number,
            "told": self.told,
            "period": self.period,
            "published": self.published,
            "sources": self.sources,
            "first_seen": self.first_seen,
        }

    def _joined(self, other: Figure, low: float, high: float) -> Figure:
        """Both figures' sources under new bounds; no figure where one of them is none."""
        if self.unit != other.unit:
            raise UnitError(f"{self.unit} and {other.unit} do not go together")
        sources = tuple(dict.fromkeys(self.sources + other.sources))
        if not (self.known and other.known):
            return no_figure(self.unit, sources)
        dated = all(f.published or not f.sources for f in (self, other))
        return Figure(
            low,
            high,
            self.unit,
            sources,
            max(self.published, other.published) if dated else "",
            first_seen=tuple(dict.fromkeys(self.first_seen + other.first_seen)),
        )


def no_figure(unit: str, sources: tuple[str, ...] = (), period: str = "") -> Figure:
    """Stand for a figure of which nothing was public on the day asked."""
    return Figure(-inf, inf, unit, sources, period=period, known=False)


def given(value: float, unit: str) -> Figure:
    """Make an exact figure of a number that follows from the calendar or another definition."""
    return Figure(float(value), float(value), unit)


def tidy(x: float) -> float | int:
    """Return 271484.0 as 271484 and leave 0.5 alone."""
    return int(x) if isfinite(x) and x == int(x) else round(x, 6)


def unit_word(unit: str) -> str:
    """Return the unit as a reader sees it: none for a sum of money, a date, a year or a rank."""
    if unit in ("USD", *ORDINAL):
        return ""
    return "times" if unit == "ratio" else unit


def short_number(x: float, unit: str) -> str:
    """Write a number for a reader: 271,484; $485 million; a year without a comma; a day.

    Nothing for an end that is open.
    """
    if not isfinite(x):
        return ""
    if unit == "date":
        return periods.spoken(date.fromordinal(int(x)).isoformat())
    if unit == "year":
        return str(tidy(x))
    dollar = "$" if unit.startswith("USD") else ""
    for size, word in SCALES:
        if dollar and abs(x) >= size:
            return f"${tidy(round(x / size, 3)):,} {word}"
    return f"{dollar}{tidy(round(x, 2 if unit == 'ratio' else 1)):,}"


def together(figures: list[Figure]) -> Figure:
    """Return the sum of figures, with the sources of all. Raises UnitError for two units."""
    first, *others = figures
    return sum(others, first)
