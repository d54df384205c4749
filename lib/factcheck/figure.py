"""A number that knows its bounds, its unit and its sources."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from math import inf, isfinite

from factcheck import periods


class UnitError(ValueError):
    """Two figures, or a figure and a phrase, whose units do not fit."""


def step(n: float) -> float:
    """Return the precision that a round number speaks in: 18,000 -> 1,000; 650,000 -> 50,000.

    The largest of 1 or 5 times a power of ten, also below one, that divides n.
    Source: rounding as the speaker's own precision (Jansen & Pollmann 2001).
    """
    exact = Decimal(str(n)).normalize()
    if not exact:
        raise ValueError("zero has no step")
    digit = abs(exact.as_tuple().digits[-1])
    return float(Decimal(5 if digit == 5 else 1).scaleb(exact.as_tuple().exponent))


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
        if self.known and not self.low <= self.high:
            raise ValueError(f"a figure's bounds are reversed: {self.low} to {self.high}")

    @property
    def exact(self) -> bool:
        return self.known and self.low == self.high

    @property
    def value(self) -> float | None:
        """The exact value, or None when there are only bounds."""
        return tidy(self.low) if self.exact else None

    @property
    def middle(self) -> float | None:
        """The middle of finite bounds, the finite one of half-open bounds: for charts and gaps."""
        ends = [x for x in (self.low, self.high) if isfinite(x)] if self.known else []
        return tidy(sum(ends) / len(ends)) if ends else None

    def __add__(self, other: Figure) -> Figure:
        return self._joined(other, self.low + other.low, self.high + other.high, self._same(other))

    def __sub__(self, other: Figure) -> Figure:
        return self._joined(other, self.low - other.high, self.high - other.low, self._same(other))

    def __mul__(self, factor: float) -> Figure:
        return self._scaled(factor, self.unit)

    __rmul__ = __mul__

    def __truediv__(self, other: Figure | float) -> Figure:
        if not isinstance(other, Figure):
            return self._scaled(1 / other, self.unit)
        unit = "ratio" if self.unit == other.unit else f"{self.unit} per {other.unit}"
        if not (self.known and other.known):
            return self._joined(other, 0, 0, unit)
        if self.low < 0 or other.low < 0:
            raise ValueError("a ratio is taken of figures that are not negative")
        high = self.high / other.low if other.low else inf
        low = self.low / other.high if isfinite(other.high) else 0.0
        return self._joined(other, low, high, unit)

    def percent(self) -> Figure:
        """Turn a ratio into percent. Raises UnitError for any other unit."""
        if self.unit != "ratio":
            raise UnitError(f"only a ratio has a percentage, not {self.unit}")
        if not self.known:
            return replace(self, unit="percent")
        return self._scaled(100, "percent")

    def a_day(self, days: int = 0) -> Figure:
        """Spread a count over its period, or over `days`: removals -> removals a day."""
        return self._scaled(1 / (days or periods.days(self.period)), f"{self.unit} a day")

    def fall_to(self, later: Figure) -> Figure:
        """Return by how many percent `later` is below this figure; negative where it is above."""
        self._same(later)
        if not (self.known and later.known):
            return self._joined(later, 0, 0, "percent")
        ends = (1 - later.high / self.low if self.low else -inf, 1 - later.low / self.high)
        return self._joined(later, 100 * ends[0], 100 * ends[1], "percent")

    def over(self, period: str) -> Figure:
        """Say which period a calculated figure is about."""
        return replace(self, period=period)

    def as_unit(self, unit: str) -> Figure:
        """Rename the unit where the same number counts something else, said in the notebook."""
        return replace(self, unit=unit)

    def __str__(self) -> str:
        return f"{self.number} {spoken(self.unit)}".strip() if self.known else self.number

    @property
    def number(self) -> str:
        """The figure in words without its unit: 271,484; 254,000 ± 5; at least 12,819."""
        if not self.known:
            return "no figure"
        if self.exact:
            return _write(self.low, self.unit)
        if not isfinite(self.high):
            return f"at least {_write(self.low, self.unit)}" if isfinite(self.low) else "unknown"
        if not isfinite(self.low):
            return f"at most {_write(self.high, self.unit)}"
        half, middle = (self.high - self.low) / 2, (self.high + self.low) / 2
        if middle and half / abs(middle) < 0.02 and self.unit not in ("ratio", "percent"):
            return f"{_write(middle, self.unit)} ± {half:,.6g}"
        return f"between {_write(self.low, self.unit)} and {_write(self.high, self.unit)}"

    def _same(self, other: Figure) -> str:
        if self.unit != other.unit:
            raise UnitError(f"{self.unit} and {other.unit} do not add up")
        return self.unit

    def _scaled(self, factor: float, unit: str) -> Figure:
        if factor < 0:
            raise ValueError("a figure is scaled by a positive factor")
        scaled = (_times(self.low, factor), _times(self.high, factor))
        return replace(self, low=scaled[0], high=scaled[1], unit=unit)

    def _joined(self, other: Figure, low: float, high: float, unit: str) -> Figure:
        sources = tuple(dict.fromkeys(self.sources + other.sources))
        seen = tuple(dict.fromkeys(self.first_seen + other.first_seen))
        if not (self.known and other.known):
            return no_figure(unit, sources)
        published = max(self.published, other.published) if self.published and other.published \
            else ""
        return Figure(low, high, unit, sources, published, first_seen=seen)


def no_figure(unit: str, sources: tuple[str, ...] = (), period: str = "") -> Figure:
    """Stand for a figure of which nothing was public on the day asked."""
    return Figure(-inf, inf, unit, sources, period=period, known=False)


def given(value: float, unit: str) -> Figure:
    """Make an exact figure of a number that follows from the calendar or another definition."""
    return Figure(float(value), float(value), unit)


def highest(figures: list[Figure]) -> Figure:
    """Return the maximum of figures of one unit, bounds and sources kept."""
    return _extreme(figures, max)


def lowest(figures: list[Figure]) -> Figure:
    """Return the minimum of figures of one unit, bounds and sources kept."""
    return _extreme(figures, min)


def _extreme(figures: list[Figure], pick) -> Figure:
    known = [f for f in figures if f.known]
    if not known:
        return no_figure(figures[0].unit if figures else "")
    low, high = pick(f.low for f in known), pick(f.high for f in known)
    rivals = [f for f in known if f.low <= high and f.high >= low]
    top = pick(rivals, key=lambda f: f.middle if f.middle is not None else f.low)
    sources = tuple(dict.fromkeys(s for f in rivals for s in f.sources))
    return replace(top, low=low, high=high, sources=sources)


def tidy(x: float) -> float | int:
    """Return 271484.0 as 271484 and leave 0.5 alone."""
    return int(x) if isfinite(x) and x == int(x) else round(x, 6)


def spoken(unit: str) -> str:
    """Return the unit as a reader sees it: none for a bare ratio, a date or a year."""
    return {"ratio": "times", "USD": "", "date": "", "dates": "", "year": ""}.get(unit, unit)


def _times(x: float, factor: float) -> float:
    return round(x * factor, 9) if isfinite(x) else x


def _write(x: float, unit: str) -> str:
    if unit == "year":
        return str(tidy(x))
    if unit.startswith("USD"):
        return _dollars(x)
    digits = 2 if unit == "ratio" else 1
    return f"{tidy(round(x, digits)):,}"


def _dollars(x: float) -> str:
    for size, word in ((1e12, "trillion"), (1e9, "billion"), (1e6, "million")):
        if abs(x) >= size:
            return f"${tidy(round(x / size, 3)):,} {word}"
    return f"${tidy(x):,}"
