"""What can run: one papermill execution of a notebook for a claim or a sentence, as of a day."""

from dataclasses import dataclass, field

from factcheck import article, ledger
from factcheck.paths import root, short
from press import notebooks


@dataclass(frozen=True)
class Run:
    """One execution of a notebook: for a claim or a sentence, `then` or `now`.

    notebook, out: paths under the root.
    """

    subject: str
    moment: str
    notebook: str
    parameters: dict = field(hash=False)
    out: str = ""

    @property
    def name(self) -> str:
        return f"{self.subject} ({self.moment})"


def moments() -> dict[str, str]:
    """Return the two days on which every claim is run: the article's, and today (empty)."""
    return {"then": article.published(), "now": ""}


def of_claim(
    claim: ledger.Claim,
    changes: dict | None = None,
    as_of: str | None = None,
    folder: str = notebooks.FOLDER,
) -> list[Run]:
    """Plan the runs of one claim, or of its sentence where it is a row of that.

    changes: to its parameters, as text. as_of: an ISO day; then and now unless given.
    Raises LedgerError for a bad parameter.
    """
    days = moments() if as_of is None else {f"as of {as_of}": as_of}
    name = "sentence" if claim.in_row else "claim"
    given = claim.with_parameters(changes or {})
    return [
        Run(
            claim.subject,
            moment,
            short(claim.notebook),
            {name: claim.subject, "as_of": day, **given},
            f"{folder}/{notebooks.file_name(claim.subject, moment.replace(' ', '-'))}",
        )
        for moment, day in days.items()
    ]


def of_all() -> list[Run]:
    """Plan the runs of every claim and sentence, in the article's order."""
    subjects = {claim.subject: claim for claim in ledger.claims().values()}
    return [run for claim in subjects.values() for run in of_claim(claim)]


def of_notebooks() -> list[Run]:
    """Plan the notebooks as they are stored: their own parameters, outputs in place."""
    stored = sorted((root() / "notebooks").glob("*.ipynb"))
    return [Run(path.stem, "stored", short(path), {}, short(path)) for path in stored]
