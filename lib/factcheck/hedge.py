"""What an article's hedged number allows: "about 18,000", "most", "ten days later"."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from functools import partial
from math import inf

from factcheck import amount, days
from factcheck.amount import Amount
from factcheck.figure import Figure, UnitError

# Fractions, so that 16,200 is within 10 % of 18,000 and 16,199 is not. Why these: DESIGN, Hedges.
ONE, FIVE, TEN = (Fraction(k, 100) for k in (1, 5, 10))
ORDINAL = ("date", "dates", "year", "rank")     # a percentage of one of these means nothing
COULD = {
    "percent": "about 5 percent, more than half, a third, most", "rank": "top 3",
    "ratio": "roughly 20 times, double, half, most", "dates": "less than a month earlier",
    "date": "yesterday, last month, last summer, early February", "year": "the 1960s",
    "days": "ten days later, two weeks after, barely a month, 32, more than 32"}
COUNTS = ("about, nearly, more than, at least, fewer than or at most 18,000, 1,200 to 1,500, "
          "six or seven, half a million, tens of thousands, $200 million")


class HedgeError(ValueError):
    """A phrase without a row, or one that does not fit its unit; says what could be written."""


@dataclass(frozen=True)
class Interval:
    """The numbers from `low` to `high`; an open end is not itself among them."""

    low: float
    high: float
    low_open: bool = False
    high_open: bool = False

    def holds(self, low: float, high: float) -> bool:
        """Tell whether all of low to high lies inside."""
        return self._reached(low) and self._not_passed(high)

    def meets(self, low: float, high: float) -> bool:
        """Tell whether any of low to high lies inside."""
        return self._reached(high) and self._not_passed(low)

    def _reached(self, x: float) -> bool:
        return x > self.low or x == self.low and not self.low_open

    def _not_passed(self, x: float) -> bool:
        return x < self.high or x == self.high and not self.high_open


@dataclass(frozen=True)
class Reading:
    """How a figure stands to a phrase.

    holds: strict, loose, fails, too_rough or no_figure.
    gap: (x - n) / n to 4 places; x the figure's value or middle, n of a range its nearest number;
    None for dates, years and ranks. mark: understated, overstated or None.
    """

    holds: str
    gap: float | None
    mark: str | None


@dataclass(frozen=True)
class Hedge:
    """A phrase as what it means strictly, inside what it may mean loosely.

    number: n; of a plural the least that it promises, 2,000,000; None of ranges and dates.
    strict, loose: in `unit`, percent as 0-100, dates in ordinal days.
    far: where a figure holds so well that it is marked `mark`.
    fixed: finds the ends from the figure where they depend on it; until then they allow any day.
    """

    phrase: str
    number: float | None
    strict: Interval
    loose: Interval
    unit: str
    mark: str | None = None
    far: Interval | None = None
    fixed: Callable[[Figure], tuple] | None = field(default=None, repr=False, compare=False)

    def __post_init__(self):
        (low, high), (least, most) = self.band
        assert low > least or low == least and self.loose.low_open <= self.strict.low_open
        assert high < most or high == most and self.loose.high_open <= self.strict.high_open

    @property
    def band(self) -> tuple[tuple[float, float], tuple[float, float]]:
        """(low, high) of the strict interval and of the loose one; an end may be inf."""
        return (self.strict.low, self.strict.high), (self.loose.low, self.loose.high)

    def read(self, figure: Figure) -> Reading:
        """Read a figure by this phrase. Raises UnitError where their units differ."""
        if figure.unit != self.unit:
            raise UnitError(f"{self.phrase!r} is in {self.unit}, the figure in {figure.unit}")
        if not figure.known:
            return Reading("no_figure", None, None)
        if self.fixed:
            return replace(self, **_allow(*self.fixed(figure))).read(figure)
        # A span's ends are two days, not bounds: the later one is tested against the earlier.
        low, high = _end(figure.high if self.unit == "dates" else figure.low), _end(figure.high)
        mark = self.mark if self.far and self.far.holds(low, high) else None
        return Reading(self._holds(low, high), self._gap(figure.middle), mark)

    def _holds(self, low: float, high: float) -> str:
        if self.strict.holds(low, high):
            return "strict"
        if self.loose.holds(low, high):
            return "loose"
        return "too_rough" if self.loose.meets(low, high) else "fails"

    def _gap(self, x: float | None) -> float | None:
        if x is None or self.unit in ORDINAL:
            return None
        n = self.number or min(max(x, self.strict.low), self.strict.high)
        return round((x - n) / n, 4)


def parse(phrase: str, unit: str, written: date | None = None) -> Hedge:
    """Read an article's phrase about a number in `unit`.

    written: the day of writing, for yesterday, last month, last summer, early February.
    Raises HedgeError for a phrase without a row and for a unit that does not fit it.
    """
    insist = partial(_insist, phrase, unit)
    text = " ".join(str(phrase).lower().split())
    for pattern, fits, read in days.ROWS:
        if match := re.fullmatch(pattern, text, re.ASCII):
            insist(unit == fits, "does not fit")
            insist(written or read not in days.NEED_WRITTEN, "needs the day of writing")
            return Hedge(phrase, unit=unit, **_allow(*read(match, written)))
    return Hedge(phrase, unit=unit, **_number(text, unit, insist))


def compare(a: Figure, relation: str, b: Figure) -> Reading:
    """Read "a below b" or "a above b"; gap is a / b - 1 of their middles.

    Loose misses by at most 1 % of b; dates, years and ranks have no loose.
    Raises UnitError for figures of two units, HedgeError for any other relation.
    """
    if relation not in ("below", "above"):
        raise HedgeError(f"{relation!r} is no relation; could be: below, above")
    if a.unit != b.unit:
        raise UnitError(f"{a.unit} and {b.unit} do not compare")
    if not (a.known and b.known):
        return Reading("no_figure", None, None)
    ends = (a.low, b.high), (a.high, b.low)
    if relation == "above":
        ends = (-a.high, -b.low), (-a.low, -b.high)
    slack = 0 if a.unit in ORDINAL else ONE
    best, worst = (_order(x, y, float(slack)) for x, y in ends)
    gap = round(a.middle / b.middle - 1, 4) if slack and a.middle is not None and b.middle else None
    return Reading("too_rough" if worst == "fails" != best else worst, gap, None)


def _order(x: float, y: float, slack: float) -> str:
    if _end(x - y) < 0:
        return "strict"
    return "loose" if _end(x - y - abs(y) * slack) <= 0 else "fails"


def _number(text: str, unit: str, insist: Callable) -> dict:
    word, rest = ("most", "half") if text in MOST else re.fullmatch(HEDGED, text).groups()
    amounts = [amount.read(rest)] if word else amount.read_all(rest)
    insist(None not in amounts, "has no row")
    # "Up to millions" is said of three million too: it names nothing that could be exceeded.
    insist(amounts[0].kind != "plural" or word not in ("at most", "up to"), "has no upper end")
    insist(amounts[0].fits(unit), "does not fit")
    return WORDS[word](*(a.measured(unit) for a in amounts))


def _insist(phrase: str, unit: str, holds: object, why: str) -> None:
    if not holds:
        could = COULD.get(unit, COUNTS)
        raise HedgeError(f"{phrase!r} {why}; for the unit {unit!r} it could be: {could}")


def _end(x: Fraction | float) -> float:
    return round(float(x), 9)


def _allow(number, strict: tuple, loose: tuple, fixed=None, mark=None, far=None) -> dict:
    """Turn ends (low, high, low open, high open) into the fields of a hedge."""
    strict, loose, far = (ends and Interval(_end(ends[0]), _end(ends[1]), *ends[2:])
                          for ends in (strict, loose, far))
    return {"number": number and _end(number), "strict": strict, "loose": loose,
            "fixed": fixed, "mark": mark, "far": far}


def _about(a: Amount, above: Fraction = Fraction(1, 2)) -> dict:
    if a.kind == "plural":
        return _plural(a)
    n, top = a.n, a.n + a.step * above
    low, high = max(n - a.step / 2, n * (1 - FIVE)), min(top, n * (1 + FIVE))
    return _allow(n, (low, high, False, top <= high), (n * (1 - TEN), n * (1 + TEN)))


def _bare(a: Amount, b: Amount | None = None) -> dict:
    if b:
        return _allow(None, (a.n, b.n), (a.n * (1 - TEN), b.n * (1 + TEN)))
    if a.kind in ("plural", "percent", "times", "share"):
        return _about(a)
    if a.step >= 10 and not a.counted:
        return _about(a, Fraction(1))       # 409,849 is 409,000 to whoever cuts off the rest
    return _allow(a.n, (a.n, a.n), (a.n * (1 - ONE), a.n * (1 + ONE)))


def _plural(a: Amount) -> dict:
    return _allow(a.n, (a.n, inf), (a.n * 3 / 4, inf))      # one and a half of them; n is two


def _more(above: bool, a: Amount) -> dict:
    return _allow(a.n, (a.n, inf, above), (a.n * (1 - FIVE), inf),
                  mark="understated", far=(a.n * (1 + TEN), inf, True))


def _fewer(below: bool, a: Amount) -> dict:
    return _allow(a.n, (-inf, a.n, False, below), (-inf, a.n * (1 + FIVE)),
                  mark="overstated", far=(-inf, a.n * (1 - TEN), False, True))


def _nearly(a: Amount) -> dict:
    return _allow(a.n, (a.n * (1 - FIVE), a.n, False, True), (a.n * (1 - TEN), a.n * (1 + TEN)))


def _most(a: Amount) -> dict:
    return _allow(a.n, (a.n, inf, True), (a.n * (1 - FIVE), inf, True))


WORDS = {
    **dict.fromkeys(("about", "roughly", "approximately", "around", "some"), _about),
    **dict.fromkeys(("more than", "over"), partial(_more, True)), "at least": partial(_more, False),
    **dict.fromkeys(("fewer than", "less than", "under", "below"), partial(_fewer, True)),
    **dict.fromkeys(("at most", "up to"), partial(_fewer, False)),
    **dict.fromkeys(("nearly", "almost"), _nearly)}
HEDGED = rf"(?:({'|'.join(WORDS)}) )?(.*)"
MOST = ("most", "majority", "a majority", "the majority")
WORDS |= {None: _bare, "most": _most}
