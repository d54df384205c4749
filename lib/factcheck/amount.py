"""A number as an article writes it: 18,000; half a million; 5 percent; tens of thousands."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from fractions import Fraction
from math import prod

from factcheck.figure import step

WORDS = {word: n for n, word in enumerate(
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen twenty".split(), 1)}
WORDS |= {word: 10 * n for n, word in enumerate(
    "thirty forty fifty sixty seventy eighty ninety".split(), 3)}
SCALES = {"tens": 10, "hundred": 100, "hundreds": 100,
          "thousand": 10**3, "million": 10**6, "billion": 10**9}
SHARES = {"half": Fraction(1, 2), "a third": Fraction(1, 3), "one third": Fraction(1, 3)}
UNITS = {"percent": "percent", "times": "ratio", "share": "percent|ratio", "money": r"USD\b.*"}
COUNTED = r"(?!(?:percent|ratio|date|dates|year|rank)$).+"
LEADS = WORDS | {"a": 1, "half a": Fraction(1, 2)}
# No more digits than a float holds exactly.
DIGITS = r"(?:[1-9]\d{0,2}(?:,\d{3}){1,4}|\d{1,15})(?:\.\d{1,6})?"
COUNT = rf"[1-9]\d{{0,2}}|{'|'.join(WORDS)}"
NUMBER = re.compile(
    rf"(?P<dollar>\$)?(?P<lead>{DIGITS}|{'|'.join(WORDS)}|(?:half )?a(?= [htmb]))"
    r"(?P<scale>(?: hundred)?(?: (?:thousand|million|billion))?)"
    r"(?P<suffix> ?%| percent| times)?", re.ASCII)
PLURAL = re.compile(r"(?:(tens|hundreds) of )?(thousand|million|billion)s|(hundred)s")


@dataclass(frozen=True)
class Amount:
    """A number, what it counts and how it was written.

    kind: percent, times, money, share (half, a third), plural or, of a plain count, nothing.
    n: exact; of a share up to 1; of a plural two of it, the least that it promises.
    scale: what its words multiply; counted: written as one word, "six".
    """

    n: Fraction
    kind: str = ""
    scale: int = 1
    counted: bool = False

    @property
    def step(self) -> Fraction:
        """The precision that it speaks in; a share has none, so its own size."""
        return self.n if self.kind == "share" else Fraction(str(step(float(self.n))))

    def fits(self, unit: str) -> bool:
        """Tell whether the unit is one that this kind of number can be in."""
        return bool(re.fullmatch(UNITS.get(self.kind, COUNTED), unit))

    def measured(self, unit: str) -> Amount:
        """Turn half into 50 where the unit is percent."""
        return self.times(100) if self.kind == "share" and unit == "percent" else self

    def times(self, factor: int) -> Amount:
        return replace(self, n=self.n * factor)


def read(text: str) -> Amount | None:
    """Read a lower-case number, share or plural; None where it is none of them, or zero."""
    if text in SHARES:
        return Amount(SHARES[text], "share")
    if text == "double":
        return Amount(Fraction(2), "times")
    if match := PLURAL.fullmatch(text):
        return Amount(Fraction(2 * prod(SCALES[word] for word in match.groups() if word)), "plural")
    match = NUMBER.fullmatch(text)
    return _number(**match.groupdict(default="")) if match else None


def read_all(text: str) -> list[Amount | None]:
    """Read one amount, or the two of "a to b", "a or b"; None for each that is not readable.

    The first of two may leave to the second what it counts: 1 to 2 million, 5 to 10 percent.
    """
    ends = re.fullmatch("(.+?) (?:to|or) (.+)", text)
    if not ends:
        return [read(text)]
    a, b = read(ends[1]), read(ends[2])
    if not a or not b or "plural" in (a.kind, b.kind):
        return [None]
    if a.scale == 1 and "," not in ends[1]:
        a = a.times(b.scale)
    if not a.kind and b.kind in ("percent", "times"):
        a = replace(a, kind=b.kind)
    return [a, b] if a.kind == b.kind and a.n < b.n else [None]


def _number(dollar: str, lead: str, scale: str, suffix: str) -> Amount | None:
    factor = prod(SCALES[word] for word in scale.split())
    n = factor * Fraction(LEADS.get(lead) or lead.replace(",", ""))
    kind = suffix.strip().replace("%", "percent")
    if not n or dollar and kind:
        return None
    return Amount(n, "money" if dollar else kind, factor, lead in WORDS and factor == 1)
