"""The result of a claim, then and now; results.json holds them all."""

import json
from dataclasses import dataclass
from pathlib import Path

from factcheck import ledger
from factcheck.files import write
from factcheck.paths import root, short
from factcheck.record import Record

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
    def same_both_days(self) -> bool:
        if not (self.then and self.now):
            return False
        return _moment(self.then) == _moment(self.now)

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
        return f"{first.label}: {first.told}"

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
            "then": self.then and _moment(self.then),
            "now": self.now and _moment(self.now),
            "depends_on": None,
            "specifications": 1,
            "but": self.but or None,
            **ruling,
        }


def _moment(record: Record) -> dict:
    """What of a record results.json holds for a day."""
    told = record.to_json()
    ruled = {"why": told["why"], **told["evidence"]} if record.why else {}
    changed = {"changed": told["changed"]} if record.changed else {}
    kept = {key: told[key] for key in ("verdict", "checks", "choices")}
    return kept | ruled | changed


def save(results: list[Result]) -> None:
    """Write results.json, in id order, the same bytes for the same results."""
    ordered = sorted(results, key=lambda result: result.claim.id)
    text = json.dumps([result.to_json() for result in ordered], ensure_ascii=False, indent=1)
    write(path(), text + "\n")


def path() -> Path:
    """Return where results.json is."""
    return root() / RESULTS
