"""A number as an article writes it: 18,000; half a million; 5 percent; tens of thousands."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from factcheck.figure import step

WORDS = {word: n for n, word in enumerate(
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen twenty".split(), 1)}
WORDS |= zip("thirty forty fifty sixty seventy eighty ninety".split(), range(30, 100, 10))
ARTICLES = {"a": 1, "half a": Decimal("0.5")}       # only before a scale: a million
SCALES = {"": 1, "ten": 10, "hundred": 100, "thousand": 10**3, "million": 10**6, "billion": 10**9}
NAMED = {"half": (1 / 2, "share"), "a third": (1 / 3, "share"), "one third": (1 / 3, "share"),
         "double": (2, "times")}
# No more digits than a float holds exactly.
NUMBER = re.compile(
    r"(\$?)((?:[1-9]\d{0,2}(?:,\d{3}){1,4}|\d{1,15})(?:\.\d{1,6})?"
    rf"|{'|'.join([*WORDS, *ARTICLES])})"
    r"(?: (hundred))?(?: (thousand|million|billion))?(?: (percent|times))?", re.ASCII)
PLURAL = re.compile("(?:(ten|hundred)s of )?(hundred|thousand|million|billion)s")
UNITS = {"percent": "percent", "times": "ratio", "share": "percent|ratio", "money": "USD( .+)?"}
COUNTED = "(?!(percent|ratio|date|dates|year|rank)$).+"


class HedgeError(ValueError):
    """A phrase without a row, or one that does not fit its unit; says what could be written."""


@dataclass(frozen=True)
class Amount:
    """A number and its kind: percent, times, money, share (half), plural, word (six) or count.

    n of a share is up to 1; of a plural it is two, the least that it promises.
    """

    n: float
    kind: str

    @property
    def step(self) -> float:
        """The precision that it speaks in; a share has none, so its own size."""
        return self.n if self.kind == "share" else step(self.n)

    def measured(self, unit: str) -> Amount:
        """Turn half into 50 where the unit is percent. Raises HedgeError where none of it fits."""
        if not re.fullmatch(UNITS.get(self.kind, COUNTED), unit):
            raise HedgeError("does not fit")
        return replace(self, n=self.n * 100) if self.kind == "share" and unit == "percent" else self


def read(text: str) -> Amount:
    """Read a number, share or plural in lower case. Raises HedgeError for anything else."""
    if text in NAMED:
        return Amount(*NAMED[text])
    if match := PLURAL.fullmatch(text):
        return Amount(2 * SCALES[match[1] or ""] * SCALES[match[2]], "plural")
    match = NUMBER.fullmatch(text.replace(" %", "%").replace("%", " percent"))
    if not match:
        raise HedgeError("has no row")
    dollar, lead, hundred, scale, suffix = match.groups(default="")
    n = (WORDS | ARTICLES).get(lead) or Decimal(lead.replace(",", ""))
    if not n or dollar and suffix or lead in ARTICLES and not hundred + scale:
        raise HedgeError("has no row")
    bare = "word" if lead in WORDS and not hundred + scale else "count"
    return Amount(float(n * SCALES[hundred] * SCALES[scale]), suffix or dollar and "money" or bare)


def read_pair(first: str, last: str) -> list[Amount]:
    """Read the two of "1,200 to 1,500". The first may leave its scale and kind to the last."""
    shared = last.partition(" ")[2]         # 1 to 2 million, 5 to 10 percent
    if shared and " " not in first and "," not in first:
        first = f"{first} {shared}"
    pair = [read(first), read(last)]
    if pair[0].n >= pair[1].n or "plural" in (pair[0].kind, pair[1].kind):
        raise HedgeError("has no row")
    return pair
