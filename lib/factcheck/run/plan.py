"""What must run: one papermill execution of a notebook for a claim, as of a day."""

from dataclasses import dataclass
from pathlib import Path

from factcheck import ledger, results
from factcheck.places import root


@dataclass(frozen=True)
class Run:
    """One execution of a notebook: for a claim or a sentence, `then` or `now`; where it goes."""

    subject: str
    moment: str
    notebook: Path
    parameters: dict
    out: Path

    @property
    def name(self) -> str:
        return f"{self.subject} ({self.moment})"


def moments() -> dict[str, str]:
    """Return the two days on which every claim is run: the article's, and today (empty)."""
    return {"then": ledger.article().published.isoformat(), "now": ""}


def of_claim(claim: ledger.Claim, changes: dict | None = None, as_of: str | None = None,
             folder: str = "build/notebooks") -> list[Run]:
    """Plan one claim's runs: as of an ISO day, or then and now; `changes` (text) to its parameters.

    Raises LedgerError for a bad parameter.
    """
    days = moments() if as_of is None else {f"as of {as_of}": as_of}
    name = "sentence" if claim.in_row else "claim"
    return [Run(claim.subject, moment, claim.notebook,
                {name: claim.subject, "as_of": day, **claim.with_parameters(changes or {})},
                root() / folder / results.file_name(claim.subject, moment.replace(" ", "-")))
            for moment, day in days.items()]


def of_notebooks() -> list[Run]:
    """Plan the notebooks as they are stored: their own parameters, outputs in place."""
    return [Run(path.stem, "stored", path, {}, path)
            for path in sorted((root() / "notebooks").glob("*.ipynb"))]
