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
        tested, strict, loose = self.allowed(figure)
        holds = _holds(tested, strict, loose)
        far = self.number and not Interval(*(percent_of(p, self.number) for p in (90, 110))).meets(
            tested
        )
        mark = self.mark if self.mark and far and holds == "strict" else None
        # Of a range, its number nearest to the figure.
        nearest = min(max(figure.middle or 0, self.strict.low), self.strict.high)
        return Reading(holds, gap(figure, self.number or nearest), mark or None)

    def allowed(self, figure: Figure) -> tuple[Interval, Interval, Interval]:
        """Return what of a figure is tested, and what must hold it strictly and loosely."""
        return Interval(figure.low, figure.high), self.strict, self.loose


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
    if relation == "above":  # below, mirrored
        own, other = Interval(-a.high, -a.low), Interval(-b.high, -b.low)
    slack = 0 if a.unit in ORDINAL else 1
    # As far as a hundredth of b reaches, whatever its sign: surely, and perhaps.
    loose, reach = (
        max(percent_of(100 - slack, end), percent_of(100 + slack, end)) for end in other
    )
    strict = Interval(-inf, before(round(other.low, 9)))
    holds = _holds(own, strict, Interval(-inf, loose), Interval(-inf, reach))
    return Reading(holds, gap(a, b.middle))


def _holds(
    tested: Interval, strict: Interval, loose: Interval, reach: Interval | None = None
) -> str:
    tested = Interval(round(tested.low, 9), round(tested.high, 9))
    if loose.holds(tested):
        return "strict" if strict.holds(tested) else "loose"
    return "too_rough" if (reach or loose).meets(tested) else "fails"


def gap(figure: Figure, n: float | None) -> float | None:
    """Return by what share a figure is above n; None where that means nothing."""
    if figure.unit in ORDINAL or figure.middle is None or not n:
        return None
    return round((figure.middle - n) / n, 4)
