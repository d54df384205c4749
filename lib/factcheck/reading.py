"""How a figure stands to what a phrase allows, or to another figure."""

from dataclasses import dataclass
from math import inf, nextafter
from typing import NamedTuple

from factcheck.figure import ORDINAL, Figure, UnitError

SMALL = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen twenty"
)
WORDS = {word: n for n, word in enumerate(SMALL.split(), 1)}


class HedgeError(ValueError):
    """A phrase without a row, or one that does not fit its unit; says what could be written."""


class Interval(NamedTuple):
    """The numbers from `low` to `high`. It holds what is all inside, meets what is in part."""

    low: float
    high: float

    def holds(self, other: "Interval") -> bool:
        return self.low <= other.low and other.high <= self.high

    def meets(self, other: "Interval") -> bool:
        return other.low <= self.high and self.low <= other.high


class Reading(NamedTuple):
    """How a figure stands to a phrase.

    holds: strict, loose, fails, too_rough or no_figure. mark: understated, overstated or None.
    gap: (x - n) / n, n of a range its number nearest to x; None for dates, years and ranks.
    """

    holds: str
    gap: float | None = None
    mark: str | None = None


def percent_of(percent: float, n: float) -> float:
    return round(n * percent / 100, 9)


def before(n: float) -> float:
    """The float below n: an end that leaves out n itself."""
    return nextafter(n, -inf)


def after(n: float) -> float:
    return nextafter(n, inf)


@dataclass(frozen=True)
class Hedge:
    """A phrase as what it means strictly, inside what it may mean loosely.

    number: n; of a plural the least that it promises, 2,000,000; None of ranges and dates.
    strict, loose: percent as 0-100, dates in ordinal days. mark: of a figure that holds by more
    than 10 %.
    """

    phrase: str
    unit: str
    number: float | None
    strict: Interval
    loose: Interval
    mark: str = ""

    @property
    def band(self) -> tuple[tuple[float, float], ...]:
        """(low, high) of the strict interval and of the loose one; an end may be inf."""
        return tuple((round(low, 6), round(high, 6)) for low, high in (self.strict, self.loose))

    def read(self, figure: Figure) -> Reading:
        """Read a figure by this phrase. Raises UnitError where their units differ."""
        if figure.unit != self.unit:
            raise UnitError(f"{self.phrase!r} is in {self.unit}, the figure in {figure.unit}")
        if not figure.known:
            return Reading("no_figure")
        holds = _holds(self._tested(figure), *self._allowed(figure))
        marked = self.mark and holds == "strict" and self._far_from(figure)
        return Reading(holds, gap(figure, self._nearest(figure)), self.mark if marked else None)

    def _tested(self, figure: Figure) -> Interval:
        """What of the figure must lie inside."""
        return Interval(figure.low, figure.high)

    def _allowed(self, figure: Figure) -> tuple[Interval, Interval]:
        return self.strict, self.loose

    def _far_from(self, figure: Figure) -> bool:
        n = self.number or 0
        near = Interval(percent_of(90, n), percent_of(110, n))
        return not near.meets(Interval(figure.low, figure.high))

    def _nearest(self, figure: Figure) -> float:
        """n, or the number of a range that is nearest to the figure."""
        return self.number or min(max(figure.middle or 0, self.strict.low), self.strict.high)


def compare(a: Figure, relation: str, b: Figure) -> Reading:
    """Read "a below b" or "a above b"; gap is (a - b) / b of their middles.

    Loose misses by at most 1 % of b; dates, years and ranks have no loose.
    Raises UnitError for figures of two units, HedgeError for any other relation.
    """
    if relation not in ("below", "above"):
        raise HedgeError(f"{relation!r} is no relation; could be: below, above")
    if a.unit != b.unit:
        raise UnitError(f"{a.unit} and {b.unit} do not compare")
    if not (a.known and b.known):
        return Reading("no_figure")
    own, other = Interval(a.low, a.high), Interval(b.low, b.high)
    if relation == "above":
        own, other = _mirrored(own), _mirrored(other)
    slack = 0 if a.unit in ORDINAL else 1
    strict = Interval(-inf, before(round(other.low, 9)))
    loose = Interval(-inf, _stretched(other.low, slack))
    # Up to here an order cannot be excluded.
    reach = Interval(-inf, _stretched(other.high, slack))
    return Reading(_holds(own, strict, loose, reach), gap(a, b.middle))


def _mirrored(ends: Interval) -> Interval:
    return Interval(-ends.high, -ends.low)


def _stretched(end: float, percent: float) -> float:
    """An end moved up by so many percent of its size, whatever its sign."""
    return max(percent_of(100 - percent, end), percent_of(100 + percent, end))


def _holds(tested: Interval, strict: Interval, loose: Interval, reach: Interval = None) -> str:
    tested = Interval(round(tested.low, 9), round(tested.high, 9))
    if loose.holds(tested):
        return "strict" if strict.holds(tested) else "loose"
    return "too_rough" if (reach or loose).meets(tested) else "fails"


def gap(figure: Figure, n: float | None) -> float | None:
    """Return by what share a figure is above n; None where that means nothing."""
    if figure.unit in ORDINAL or figure.middle is None or not n:
        return None
    return round((figure.middle - n) / n, 4)
