"""The result of a claim, then and now; results.json holds them all."""

import json
from dataclasses import dataclass
from math import inf
from pathlib import Path

from factcheck import ledger
from factcheck.article import LedgerError
from factcheck.figure import NOT_KNOWN, Figure, no_figure
from factcheck.files import write
from factcheck.paths import root, short
from factcheck.reading import Reading
from factcheck.record import Check, Cited, Record

RESULTS = "build/results.json"


@dataclass(frozen=True)
class Result:
    """What came of one claim as known on the article's day, and as known today.

    then, now: None where the run failed.
    """

    claim: ledger.Claim
    then: Record | None
    now: Record | None

    @property
    def failed(self) -> bool:
        return not (self.then and self.now)

    @property
    def moments(self) -> dict[str, Record | None]:
        return {"then": self.then, "now": self.now}

    @property
    def newest(self) -> Record | None:
        return self.now or self.then

    @property
    def but(self) -> str:
        return (self.newest.but if self.newest else "") or self.claim.but

    @property
    def rests_on(self) -> str:
        """What the verdict rests on, in a line: its deciding figure, or why it was ruled so."""
        if not self.newest:
            return ""
        if not self.newest.deciding:
            return self.newest.why
        first = self.newest.deciding[0]
        return f"{first.label}: {first.figure}"

    def to_json(self) -> dict:
        claim = self.claim
        ruling = {}
        if claim.ruling:
            kept = ("ruled_on", "read", "reviewed_by")
            ruling = {"ruling": {key: getattr(claim.ruling, key) for key in kept}}
        return {
            "id": claim.id,
            "sentence": claim.sentence,
            "kind": claim.kind,
            "basis": "judged" if claim.ruling else "computed",
            "period": claim.period,
            "says": claim.says,
            "page": claim.page,
            "notebook": short(claim.notebook),
            "parameters": claim.parameters,
            "then": self.then.moment() if self.then else None,
            "now": self.now.moment() if self.now else None,
            "depends_on": None,
            "specifications": 1,
            "but": self.but or None,
            **ruling,
        }


def save(results: list[Result]) -> None:
    """Write results.json, in id order, the same bytes for the same results."""
    ordered = sorted(results, key=lambda result: result.claim.id)
    text = json.dumps([result.to_json() for result in ordered], ensure_ascii=False, indent=1)
    write(path(), text + "\n")


def path() -> Path:
    """Return where results.json is."""
    return root() / RESULTS


def load() -> list[Result]:
    """Read results.json. Raises LedgerError when nothing has run yet."""
    if not path().is_file():
        raise LedgerError(f"{RESULTS} is not there yet: `make reproduce` writes it")
    return [
        Result(
            ledger.get(kept["id"]),
            *(kept[moment] and record(kept[moment], kept["but"]) for moment in ("then", "now")),
        )
        for kept in json.loads(path().read_text())
    ]


def record(kept: dict, but: str | None = "") -> Record:
    """Read a record back, from a notebook's outputs or from a moment of results.json."""
    return Record(
        kept.get("claim", ""),
        kept.get("as_of", ""),
        kept["verdict"],
        tuple(map(_check, kept["checks"])),
        kept.get("why", ""),
        tuple(map(_cited, kept.get("for", ()))),
        tuple(map(_cited, kept.get("against", ()))),
        kept.get("but") or but or "",
        kept["choices"],
        kept.get("changed", {}),
        kept.get("tables", {}),
        tuple(kept.get("sources", ())),
    )


def _check(kept: dict) -> Check:
    reading = Reading(kept["holds"], kept["gap"], kept["mark"]) if kept["decides"] else None
    other = kept.get("against")
    return Check(
        kept["label"],
        _figure(kept),
        kept["asserted"] or "",
        reading,
        _figure(other) if other else None,
        other["label"] if other else "",
        kept.get("ours", False),
    )


def _cited(kept: dict) -> Cited:
    return Cited(kept["id"], kept["told"], tuple(kept["sources"]), kept["page"])


def _figure(kept: dict) -> Figure:
    sources, period = tuple(kept["sources"]), kept["period"]
    if kept["figure"] == NOT_KNOWN:
        return no_figure(kept["unit"], sources, period)
    low, high = kept.get("low", kept["value"]), kept.get("high", kept["value"])
    return Figure(
        -inf if low is None else low,
        inf if high is None else high,
        kept["unit"],
        sources,
        kept["published"],
        period,
        tuple(kept.get("first_seen", ())),
    )
