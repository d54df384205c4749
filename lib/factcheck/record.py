"""What a notebook leaves behind: its checks and its record, also as JSON."""

from __future__ import annotations

from dataclasses import dataclass, field

from factcheck.figure import Figure
from factcheck.reading import Reading
from factcheck.verdict import READINGS

RECORD = "application/vnd.factcheck.record+json"


@dataclass(frozen=True)
class Check:
    """A figure held against words or another figure; or a note, which decides nothing.

    asserted: what was asked of the figure, empty for a note. reading: None for a note.
    against, against_label: the other figure of a comparison. ours: the phrase is a threshold of
    ours, for a word without a number.
    """

    label: str
    figure: Figure
    asserted: str = ""
    reading: Reading | None = None
    against: Figure | None = None
    against_label: str = ""
    ours: bool = False

    @property
    def decides(self) -> bool:
        return self.reading is not None

    @property
    def holds(self) -> str:
        """How it reads: strict, loose, fails, too_rough or no_figure; empty for a note."""
        return self.reading.holds if self.reading else ""

    @property
    def sides(self) -> list[Figure]:
        return [self.figure, self.against] if self.against else [self.figure]

    @property
    def sources(self) -> list[str]:
        """The ids of the sources of both sides, each once."""
        every = [source for side in self.sides for source in side.sources]
        return list(dict.fromkeys(every))

    @property
    def asked(self) -> str:
        """What was asked, in words: the article's phrase, our threshold, or another figure."""
        other = f": {self.against.told}" if self.against else ""
        return ("our threshold: " if self.ours else "") + self.asserted + other

    @property
    def answer(self) -> str:
        """How it reads, in words, with the gap from the article's number."""
        if not self.reading:
            return "for context"
        words = [READINGS[self.holds]]
        gap = self.reading.gap
        if self.ours or self.holds in ("too_rough", "no_figure"):
            return words[0]
        if gap is not None:
            side = "above" if gap > 0 else "below"
            words.append(f"{abs(gap):.1%} {side}" if gap else "to the digit")
        return ", ".join(filter(None, [*words, self.reading.mark]))

    @property
    def text(self) -> str:
        parts = [f"{self.label}: {self.figure.told}", self.asked, self.answer]
        return " | ".join(filter(None, parts))

    def to_json(self) -> dict:
        """Return the check as results.json holds it."""
        ours = {"ours": True} if self.ours else {}
        other = {}
        if self.against:
            other = {"against": {"label": self.against_label, **self.against.to_json()}}
        reading = self.reading or Reading(None)
        return {
            "label": self.label,
            **self.figure.to_json(),
            "asserted": self.asserted or None,
            **ours,
            **other,
            **reading._asdict(),
            "decides": self.decides,
        }

    @classmethod
    def from_json(cls, kept: dict) -> Check:
        other = kept.get("against")
        reading = Reading(kept["holds"], kept["gap"], kept["mark"]) if kept["decides"] else None
        return cls(
            kept["label"],
            Figure.from_json(kept),
            kept["asserted"] or "",
            reading,
            Figure.from_json(other) if other else None,
            other["label"] if other else "",
            kept.get("ours", False),
        )


@dataclass(frozen=True)
class Cited:
    """A piece of evidence: its id, what it says with its day, where its page is, its sources.

    what: the same without the day.
    """

    id: str
    told: str
    sources: tuple[str, ...] = ()
    page: str = ""
    what: str = ""

    def to_json(self) -> dict:
        return {"id": self.id, "told": self.told, "page": self.page, "sources": [*self.sources]}

    @classmethod
    def from_json(cls, kept: dict) -> Cited:
        return cls(kept["id"], kept["told"], tuple(kept["sources"]), kept["page"])


@dataclass(frozen=True)
class Record:
    """What came of a claim as of a day: the verdict and what it rests on.

    why, supports, evidence_against: of a ruling. choices: which of the claim's choices each table
    was read by. changed: parameters that differ from the claims file's. tables: the hash of each
    that was read; sources: the ids of those that it may hang on.
    """

    claim: str
    as_of: str
    verdict: str
    checks: tuple[Check, ...] = ()
    why: str = ""
    supports: tuple[Cited, ...] = ()
    evidence_against: tuple[Cited, ...] = ()
    but: str = ""
    choices: dict = field(default_factory=dict)
    changed: dict = field(default_factory=dict)
    tables: dict = field(default_factory=dict)
    sources: tuple[str, ...] = ()

    @property
    def deciding(self) -> list[Check]:
        return [check for check in self.checks if check.decides]

    @property
    def cited(self) -> tuple[Cited, ...]:
        return self.supports + self.evidence_against

    @property
    def rests_on(self) -> list[str]:
        """The ids of the sources that the verdict rests on, each once."""
        parts = [*self.deciding, *self.cited]
        return list(dict.fromkeys(source for part in parts for source in part.sources))

    def same_as(self, other: Record) -> bool:
        """Say whether two records differ in nothing but the day."""
        return self.moment() == other.moment()

    def moment(self) -> dict:
        """Return the part that results.json holds for a day: verdict, checks, why."""
        ruled = {}
        if self.why:
            ruled = {
                "why": self.why,
                "for": [cited.to_json() for cited in self.supports],
                "against": [cited.to_json() for cited in self.evidence_against],
            }
        changed = {"changed": self.changed} if self.changed else {}
        return {
            "verdict": self.verdict,
            **ruled,
            "checks": [check.to_json() for check in self.checks],
            "choices": self.choices,
            **changed,
        }

    def to_json(self) -> dict:
        """Return all of it, as it stands in an executed notebook's outputs."""
        but = {"but": self.but} if self.but else {}
        return {
            "claim": self.claim,
            "as_of": self.as_of,
            **self.moment(),
            **but,
            "tables": self.tables,
            "sources": [*self.sources],
        }

    @classmethod
    def from_json(cls, kept: dict) -> Record:
        """Read a record back from a notebook's outputs, or a moment of results.json."""
        return cls(
            kept.get("claim", ""),
            kept.get("as_of", ""),
            kept["verdict"],
            tuple(Check.from_json(check) for check in kept["checks"]),
            kept.get("why", ""),
            tuple(Cited.from_json(cited) for cited in kept.get("for", ())),
            tuple(Cited.from_json(cited) for cited in kept.get("against", ())),
            kept.get("but", ""),
            kept["choices"],
            kept.get("changed", {}),
            kept.get("tables", {}),
            tuple(kept.get("sources", ())),
        )
