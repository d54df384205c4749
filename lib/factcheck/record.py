"""What a notebook leaves behind: its checks and its record, as they stand in its outputs."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field

from factcheck.figure import NOT_KNOWN
from factcheck.verdict import READINGS

RECORD = "application/vnd.factcheck.record+json"


@dataclass(frozen=True)
class Written:
    """A figure as it is written down, with its label.

    figure: its number in words; told: with unit and period. value: None where there are only
    bounds; low, high: None where they are open, or nothing was known.
    """

    label: str
    value: float | None
    low: float | None
    high: float | None
    unit: str
    figure: str
    told: str
    period: str
    published: str
    sources: tuple[str, ...]
    first_seen: tuple[str, ...]

    @property
    def known(self) -> bool:
        return self.figure != NOT_KNOWN


@dataclass(frozen=True)
class Check(Written):
    """A figure held against words or another figure; or a note, which decides nothing.

    asserted: what was asked, None of a note. ours: it is a threshold of ours, for a word without
    a number. holds: strict, loose, fails, too_rough or no_figure. gap, mark: see Reading.
    """

    asserted: str | None = None
    ours: bool = False
    against: Written | None = None
    holds: str | None = None
    gap: float | None = None
    mark: str | None = None
    decides: bool = False

    @property
    def sides(self) -> list[Written]:
        return [self, self.against] if self.against else [self]

    @property
    def rests_on(self) -> list[str]:
        """The ids of the sources of both sides, each once."""
        return list(dict.fromkeys(source for side in self.sides for source in side.sources))

    @property
    def asked(self) -> str:
        """What was asked, in words: the article's phrase, our threshold, or another figure."""
        ours = "our threshold: " if self.ours else ""
        other = f": {self.against.told}" if self.against else ""
        return f"{ours}{self.asserted or ''}{other}"

    @property
    def answer(self) -> str:
        """How it reads, in words, with the gap from the article's number."""
        if not self.holds:
            return "for context"
        words = [READINGS[self.holds]]
        if self.gap is not None and not self.ours and self.holds != "too_rough":
            side = "above" if self.gap > 0 else "below"
            words.append(f"{abs(self.gap):.1%} {side}" if self.gap else "to the digit")
        if self.mark and not self.ours:
            words.append(self.mark)
        return ", ".join(words)

    @property
    def text(self) -> str:
        parts = [f"{self.label}: {self.told}", self.asked, self.answer]
        return " | ".join(filter(None, parts))


@dataclass(frozen=True)
class Cited:
    """A piece of evidence: its id, what it says with its day, where its page is, its sources."""

    id: str
    told: str
    page: str = ""
    sources: tuple[str, ...] = ()


@dataclass(frozen=True)
class Record:
    """What came of a claim as of a day: the verdict and what it rests on.

    why, evidence: of a ruling; its evidence "for" and "against". choices: which of the claim's
    choices each table was read by. changed: parameters that differ from the claims file's.
    tables: the hash of each that was read; sources: the ids of those that it may hang on.
    """

    claim: str
    as_of: str
    verdict: str
    why: str = ""
    but: str = ""
    evidence: dict[str, list[Cited]] = field(default_factory=dict)
    checks: tuple[Check, ...] = ()
    choices: dict[str, str] = field(default_factory=dict)
    changed: dict = field(default_factory=dict)
    tables: dict[str, str] = field(default_factory=dict)
    sources: tuple[str, ...] = ()

    @property
    def deciding(self) -> list[Check]:
        return [check for check in self.checks if check.decides]

    @property
    def rests_on(self) -> list[str]:
        """The ids of the sources that the verdict rests on, each once."""
        cited = [piece for pieces in self.evidence.values() for piece in pieces]
        ids = [check.rests_on for check in self.deciding] + [[*piece.sources] for piece in cited]
        return list(dict.fromkeys(sum(ids, [])))

    def to_json(self) -> dict:
        return asdict(self)


def from_json(kept: dict) -> Record:
    """Read a record back from the outputs of a notebook."""
    evidence = {
        side: [Cited(**piece | {"sources": tuple(piece["sources"])}) for piece in pieces]
        for side, pieces in kept["evidence"].items()
    }
    checks = tuple(map(_check, kept["checks"]))
    return Record(
        **kept | {"evidence": evidence, "checks": checks, "sources": tuple(kept["sources"])}
    )


def _check(kept: dict) -> Check:
    other = kept["against"]
    return Check(**_tuples(kept) | {"against": other and Written(**_tuples(other))})


def _tuples(kept: dict) -> dict:
    return kept | {key: tuple(kept[key]) for key in ("sources", "first_seen")}
