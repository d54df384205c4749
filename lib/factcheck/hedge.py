"""What an article's hedged number allows: "about 18,000", "most", "ten days later"."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from math import inf
from typing import NamedTuple

from factcheck import amount, days
from factcheck.amount import HedgeError
from factcheck.figure import Figure, UnitError

ORDINAL = ("date", "dates", "year", "rank")     # a percentage of one of these means nothing
EXAMPLES = (
    "about, nearly, more than or at most 18,000; 1,200 to 1,500; six or seven; half a million; "
    "tens of thousands; $200 million; percent: about 5 percent, a third, most; ratio: 20 times, "
    "double, half; days: ten days later, two weeks after, barely a month; dates: less than a month "
    "earlier; date: yesterday, last month, last summer, early May; year: the 1960s; rank: top 3")


class Interval(NamedTuple):
    """The numbers from `low` to `high`; an open end is not itself among them."""

    low: float
    high: float
    low_open: bool = False
    high_open: bool = False

    def has(self, x: float) -> bool:
        return (self.low < x or self.low == x and not self.low_open) and (
            x < self.high or x == self.high and not self.high_open)

    def holds(self, low: float, high: float) -> bool:
        """Tell whether all of low to high lies inside."""
        return self.has(low) and self.has(high)

    def meets(self, low: float, high: float) -> bool:
        """Tell whether any of low to high lies inside."""
        return self.has(low) or self.has(high) or low <= self.low and self.high <= high


class Reading(NamedTuple):
    """How a figure stands to a phrase.

    holds: strict, loose, fails, too_rough or no_figure.
    gap: (x - n) / n to 4 places; x the figure's value or middle, n of a range its nearest number;
    None for dates, years and ranks. mark: understated, overstated (beyond 10 %) or None.
    """

    holds: str
    gap: float | None = None
    mark: str | None = None


@dataclass(frozen=True)
class Hedge:
    """A phrase as what it means strictly, inside what it may mean loosely.

    number: n; of a plural the least that it promises, 2,000,000; None of ranges and dates.
    strict, loose: in `unit`, percent as 0-100, dates in ordinal days.
    mark: what a figure beyond 10 % is marked. at: finds the ends from the figure, if they need it.
    """

    phrase: str
    number: float | None
    strict: Interval
    loose: Interval
    unit: str
    mark: str | None = None
    at: Callable[[Figure], tuple] | None = field(default=None, compare=False)

    def __post_init__(self):
        assert self.loose.holds(self.strict.low, self.strict.high)

    @property
    def band(self) -> tuple[tuple[float, float], tuple[float, float]]:
        """(low, high) of the strict interval and of the loose one; an end may be inf."""
        return self.strict[:2], self.loose[:2]

    def read(self, figure: Figure) -> Reading:
        """Read a figure by this phrase. Raises UnitError where their units differ."""
        if figure.unit != self.unit:
            raise UnitError(f"{self.phrase!r} is in {self.unit}, the figure in {figure.unit}")
        if not figure.known:
            return Reading("no_figure")
        strict, loose = map(_interval, self.at(figure)) if self.at else (self.strict, self.loose)
        # A span's ends are two days, not bounds: the later one is tested against the earlier.
        low, high = figure.high if self.unit == "dates" else figure.low, figure.high
        low, high = round(low, 9), round(high, 9)
        holds = "too_rough" if loose.meets(low, high) else "fails"
        if loose.holds(low, high):
            holds = "strict" if strict.holds(low, high) else "loose"
        far = self.mark and holds == "strict" and not _missed(self.number, 10, 10).meets(low, high)
        return Reading(holds, self._gap(figure.middle), self.mark if far else None)

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
    text = " ".join(str(phrase).lower().split())
    try:
        if found := days.read(text, written):
            fits, number, strict, loose, *at = found
            if unit != fits:
                raise HedgeError("does not fit")
            return Hedge(phrase, number, _interval(strict), _interval(loose), unit, None, *at)
        return Hedge(phrase, unit=unit, **_number(text, unit))
    except HedgeError as error:
        raise HedgeError(f"{phrase!r} {error}; for the unit {unit!r} it could be: {EXAMPLES}") \
            from None


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
        return Reading("no_figure")
    ends = (a.low, b.high), (a.high, b.low)
    if relation == "above":
        ends = (-a.high, -b.low), (-a.low, -b.high)
    slack = 0 if a.unit in ORDINAL else 0.01
    best, worst = (_order(x, y, slack) for x, y in ends)
    gap = round(a.middle / b.middle - 1, 4) if slack and a.middle is not None and b.middle else None
    return Reading("too_rough" if worst == "fails" != best else worst, gap)


def _order(x: float, y: float, slack: float) -> str:
    if round(x - y, 9) < 0:
        return "strict"
    return "loose" if round(x - y - abs(y) * slack, 9) <= 0 else "fails"


def _number(text: str, unit: str) -> dict:
    """Read a hedge and its number, or a range, into the fields of a Hedge."""
    if text in MOST:
        return _most(amount.Amount(0.5, "share").measured(unit))
    word, rest = re.fullmatch(HEDGED, text).groups()
    ends = re.fullmatch("(.+?) (?:to|or) (.+)", rest)
    if ends and not word:
        a, b = (end.measured(unit) for end in amount.read_pair(*ends.groups()))
        return _fields(None, (a.n, b.n), (a.n * 0.9, b.n * 1.1))
    a = amount.read(rest).measured(unit)
    if a.kind == "plural" and word in ("at most", "up to"):
        raise HedgeError("has no upper end")
    return HEDGES[word](a)


def _missed(n: float, below: float, above: float) -> Interval:
    """From n less `below` percent to n and `above` percent."""
    return _interval((n * (1 - below / 100), n * (1 + above / 100)))


def _interval(ends: tuple) -> Interval:
    return Interval(round(ends[0], 9), round(ends[1], 9), *ends[2:])


def _fields(n: float | None, strict: tuple, loose: tuple, mark: str | None = None) -> dict:
    return {"number": n, "strict": _interval(strict), "loose": _interval(loose), "mark": mark}


def _about(a: amount.Amount, steps_above: float = 0.5) -> dict:
    """What rounds to n at its step, or is cut to it, and lies within 5 %."""
    if a.kind == "plural":      # one and a half of them; n is two
        return _fields(a.n, (a.n, inf), (a.n * 0.75, inf))
    five, top = _missed(a.n, 5, 5), a.n + a.step * steps_above
    strict = (max(a.n - a.step / 2, five.low), min(top, five.high), False, top <= five.high)
    return _fields(a.n, strict, _missed(a.n, 10, 10))


def _bare(a: amount.Amount) -> dict:
    if a.kind == "word" or a.kind in ("count", "money") and a.step < 10:
        return _fields(a.n, (a.n, a.n), _missed(a.n, 1, 1))
    return _about(a, 1 if a.kind in ("count", "money") else 0.5)


def _more(a: amount.Amount, above: bool = True) -> dict:
    return _fields(a.n, (a.n, inf, above), (a.n * 0.95, inf), "understated")


def _fewer(a: amount.Amount, below: bool = True) -> dict:
    return _fields(a.n, (-inf, a.n, False, below), (-inf, a.n * 1.05), "overstated")


def _nearly(a: amount.Amount) -> dict:
    return _fields(a.n, (a.n * 0.95, a.n, False, True), _missed(a.n, 10, 10))


def _most(a: amount.Amount) -> dict:
    return _fields(a.n, (a.n, inf, True), (a.n * 0.95, inf, True))


HEDGES = {
    None: _bare, **dict.fromkeys(("about", "roughly", "approximately", "around", "some"), _about),
    **dict.fromkeys(("more than", "over"), _more), "at least": lambda a: _more(a, False),
    **dict.fromkeys(("fewer than", "less than", "under", "below"), _fewer),
    **dict.fromkeys(("at most", "up to"), lambda a: _fewer(a, False)),
    **dict.fromkeys(("nearly", "almost"), _nearly)}
HEDGED = rf"(?:({'|'.join(filter(None, HEDGES))}) )?(.*)"
MOST = ("most", "majority", "a majority", "the majority")
