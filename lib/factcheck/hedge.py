"""What an article's hedged number allows: "about 18,000", "most", "ten days later".

A phrase is read in three steps: its hedge (`RULES`: about, more than, …), its amount (a number,
a share, a plural) and, from both, two intervals: what it allows strictly, inside what it allows
loosely. Phrases about days, years and ranks are in `dates`; how a figure stands to the intervals,
or to another figure, in `reading`.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from math import inf
from typing import NamedTuple

from factcheck import dates
from factcheck.figure import ORDINAL, step
from factcheck.reading import WORDS, Hedge, HedgeError, Interval, after, before, percent_of

KNOWN = (
    "more than 18,000, about 18,000, six or seven, half a million, tens of thousands, $2 million, "
    "most, about 5 percent, 20 times, top 3, the 1960s, two weeks after, last month, on Sunday, "
    "in 2023, early February"
)
SCALES = {"": 1, "ten": 10, "hundred": 100, "thousand": 10**3, "million": 10**6, "billion": 10**9}
SHARES = {"half": 1 / 2, "a third": 1 / 3}
WRITTEN_OUT = {"%": " percent", "double": "2 times", "half a ": "0.5 "}
# No more digits than a float holds.
DIGITS = r"(?=.*[1-9])(?:[1-9]\d{0,2}(?:,\d{3}){1,4}|\d{1,15})(?:\.\d{1,6})?"
NUMBER = re.compile(
    rf"(\$)?({DIGITS}|{'|'.join(WORDS)})(?: (hundred|thousand|million|billion))?"
    "(?: (percent|times))?",
    re.ASCII,
)
PLURAL = re.compile("(?:(ten|hundred)s of )?(hundred|thousand|million|billion)s")
UNITS = {
    "percent": "percent",
    "times": "ratio",
    "$": "USD( .+)?",
    "share": "percent|ratio",
    "": f"(?!({'|'.join(ORDINAL)}|percent|ratio)$).+",
}


# --- the rules


def rounds_to(n: float, size: float) -> Interval:
    """What is written as n when it is rounded to its step, and lies within 5 %."""
    return _at_step(n, size, up=size / 2)


def rounds_or_cuts_to(n: float, size: float) -> Interval:
    """What is written as n when it is rounded or cut off (409,849 as 409,000), within 5 %."""
    return _at_step(n, size, up=size)


def _at_step(n: float, size: float, up: float) -> Interval:
    low, high = round(n - size / 2, 9), before(round(n + up, 9))
    return Interval(max(low, percent_of(95, n)), min(high, percent_of(105, n)))


@dataclass(frozen=True)
class Rule:
    """What a hedge allows of a number n that speaks in steps of a size.

    words: how it is said; none where a number stands alone. strict: the interval that it allows
    strictly. miss_below, miss_above: by how many percent of n a figure may miss it loosely.
    mark: said of a figure that holds by more than 10 %. reason: why so.
    """

    words: str
    strict: Callable[[float, float], Interval]
    miss_below: float = 10
    miss_above: float = 10
    mark: str = ""
    reason: str = ""

    def loose(self, n: float) -> Interval:
        return Interval(percent_of(100 - self.miss_below, n), percent_of(100 + self.miss_above, n))


RULES = {
    "about": Rule(
        "about|roughly|approximately|around|some",
        rounds_to,
        reason="a round number speaks in steps (Jansen & Pollmann 2001); 5 % is the margin of "
        "HeroX and ExecutableClaims, loosely twice that",
    ),
    "nearly": Rule(
        "nearly|almost",
        lambda n, _: Interval(percent_of(95, n), before(n)),
        reason="below n, by no more than the margin of about",
    ),
    "more": Rule(
        "more than|over",
        lambda n, _: Interval(after(n), inf),
        miss_below=5,
        miss_above=inf,
        mark="understated",
        reason="any number above n makes it true; far above, it says too little",
    ),
    "at least": Rule(
        "at least",
        lambda n, _: Interval(n, inf),
        miss_below=5,
        miss_above=inf,
        mark="understated",
        reason="as more than, with n itself",
    ),
    "fewer": Rule(
        "(?:fewer|less) than|under|below",
        lambda n, _: Interval(-inf, before(n)),
        miss_below=inf,
        miss_above=5,
        mark="overstated",
        reason="more than, mirrored",
    ),
    "at most": Rule(
        "at most|up to",
        lambda n, _: Interval(-inf, n),
        miss_below=inf,
        miss_above=5,
        mark="overstated",
        reason="at least, mirrored",
    ),
    "most": Rule(
        "",
        lambda n, _: Interval(after(n), inf),
        miss_below=5 - 1e-6,
        miss_above=inf,
        reason="more than half; missed by less than 5 percent of it",
    ),
    "round": Rule(
        "",
        rounds_or_cuts_to,
        reason="18,000 alone: as about, and 409,849 may be cut off to 409,000",
    ),
    "exact": Rule(
        "",
        lambda n, _: Interval(n, n),
        miss_below=1,
        miss_above=1,
        reason="a number that is not round, or a count in words, claims to be exact",
    ),
    "many": Rule(
        "",
        lambda n, _: Interval(n, inf),
        miss_below=25,
        miss_above=inf,
        reason="a plural promises two of its kind; one and a half is loosely many",
    ),
    "range": Rule(
        "", lambda n, _: Interval(n, n), reason="six or seven: from end to end, 10 % beyond"
    ),
}


class Amount(NamedTuple):
    """The number of a phrase, the size of the step that it speaks in, and its rule if alone."""

    n: float
    size: float
    alone: str


def parse(phrase: str, unit: str, written: date | None = None) -> Hedge:
    """Read an article's phrase about a number in `unit`.

    written: the day of writing, for yesterday, last month, last summer, early February.
    Raises HedgeError for a phrase without a row and for a unit that does not fit it.
    """
    text = " ".join(str(phrase).lower().split())
    try:
        read = dates.read(text, phrase, written) or _number(text, phrase, unit)
        if read.unit != unit:
            raise HedgeError("does not fit")
    except (HedgeError, ValueError) as why:
        raise HedgeError(f"{phrase!r} {why}; for the unit {unit!r} it could be: {KNOWN}") from None
    return read


# --- reading a number


def _number(text: str, phrase: str, unit: str) -> Hedge:
    if re.fullmatch("most|((a|the) )?majority", text):
        return _ruled("most", _amount("half", unit), phrase, unit)
    for name, rule in RULES.items():
        if rule.words and (match := re.fullmatch(f"({rule.words}) (.+)", text)):
            return _ruled(name, _amount(match[2], unit), phrase, unit)
    if re.search(" to | or ", text):
        return _range(text, phrase, unit)
    amount = _amount(text, unit)
    return _ruled(amount.alone, amount, phrase, unit)


def _ruled(name: str, amount: Amount, phrase: str, unit: str) -> Hedge:
    """Hold a rule against an amount: about tens of thousands is tens of thousands."""
    if amount.alone == "many" and name == "at most":
        raise HedgeError("has no upper end")
    rule = RULES["many" if amount.alone == "many" and name == "about" else name]
    strict = rule.strict(amount.n, amount.size)
    return Hedge(phrase, unit, amount.n, strict, rule.loose(amount.n), rule.mark)


def _range(text: str, phrase: str, unit: str) -> Hedge:
    first, _, last = text.replace(" or ", " to ").partition(" to ")
    if " " in last and not re.search("[ ,]", first):
        first += last[last.index(" ") :]  # 1 to 2 million, 5 to 10 percent
    low, high = _amount(first, unit), _amount(last, unit)
    if low.n >= high.n or "many" in (low.alone, high.alone):
        raise HedgeError("has no row")
    loose = Interval(RULES["range"].loose(low.n).low, RULES["range"].loose(high.n).high)
    return Hedge(phrase, unit, None, Interval(low.n, high.n), loose)


def _amount(text: str, unit: str) -> Amount:
    """Read what stands behind the hedge. Raises HedgeError where nothing fits."""
    for words, figures in WRITTEN_OUT.items():
        text = text.replace(words, figures)
    if text in SHARES:
        n = round(SHARES[text] * (100 if unit == "percent" else 1), 9)
        kind, amount = "share", Amount(n, n, "about")
    elif match := PLURAL.fullmatch(text):
        n = 2 * SCALES[match[1] or ""] * SCALES[match[2]]
        kind, amount = "", Amount(n, step(n), "many")
    elif match := NUMBER.fullmatch(text):
        kind, amount = _plain_number(*match.groups(""))
    else:
        raise HedgeError("has no row")
    if not re.fullmatch(UNITS.get(kind, ""), unit):
        raise HedgeError("does not fit")
    return amount


def _plain_number(dollar: str, lead: str, scale: str, suffix: str) -> tuple[str, Amount]:
    """Twenty is exact, 20 is not; a number with a unit in words reads as about."""
    n = float(SCALES[scale] * (WORDS.get(lead) or Decimal(lead.replace(",", ""))))
    is_round = step(n) >= 10 and (scale or lead not in WORDS)
    alone = "about" if suffix else "round" if is_round else "exact"
    return dollar + suffix, Amount(round(n, 9), step(n), alone)
