"""What must run: one papermill execution of a notebook for a claim, as of a day."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from factcheck import ledger
from factcheck.places import root


@dataclass(frozen=True)
class Run:
    """One execution: the claim, `then` or `now`, the notebook's parameters, where it goes."""

    claim: str
    moment: str
    notebook: Path
    parameters: dict
    out: Path

    @property
    def name(self) -> str:
        return f"{self.claim} ({self.moment})"


def moments() -> dict[str, str]:
    """Return the two days of every claim: the article's, and today (empty)."""
    return {"then": ledger.article().published.isoformat(), "now": ""}


def of_claim(claim: ledger.Claim, changes: dict | None = None, days: dict | None = None,
             folder: str = "build/notebooks") -> list[Run]:
    """Plan the runs of one claim, with `changes` (text) to its parameters.

    days: moment -> as_of; then and now unless given. Raises LedgerError for a bad parameter.
    """
    parameters = claim.with_parameters(changes or {})
    return [Run(claim.id, moment, claim.notebook,
                {"claim": claim.id, "as_of": day, **parameters},
                root() / folder / f"{file_name(claim.id, moment)}.ipynb")
            for moment, day in (days or moments()).items()]


def file_name(claim_id: str, moment: str) -> str:
    return claim_id if moment == "now" else f"{claim_id}.{moment}"


def of_all() -> list[Run]:
    """Plan every claim's runs, in the article's order."""
    return [run for claim in ledger.claims().values() for run in of_claim(claim)]
