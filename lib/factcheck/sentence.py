"""The judged claims of one sentence, in a notebook."""

from factcheck import article, ledger, show
from factcheck.evidence import Evidence
from factcheck.record import RECORD, Record
from factcheck.tables import Reads
from factcheck.verdict import WORDS


class Sentence:
    """The claims of one sentence that are ruled on, as of a day: a row each."""

    def __init__(self, sentence: str, as_of: str):
        every = [claim for claim in ledger.claims().values() if claim.sentence == sentence]
        self.sentence, self.as_of = sentence, as_of
        self.rows = [claim for claim in every if claim.in_row]
        self.elsewhere = [claim for claim in every if not claim.in_row]
        if not self.rows:
            raise ledger.Unknown(f"no claim is ruled on in a sentence '{sentence}'")

    def conclude(self) -> None:
        """Show each claim beside what the record says, and leave a record a claim."""
        reads = Reads()
        evidence = Evidence(reads)
        rulings = [evidence.judged(claim, self.as_of) for claim in self.rows]
        records = [
            Record(claim.id, self.as_of, **ruling, **reads.trace())
            for claim, ruling in zip(self.rows, rulings, strict=True)
        ]
        lines = [f"{r.claim}: {WORDS[r.verdict][1]}. {r.why}" for r in records]
        rows = show.html("rows", list(zip(self.rows, records, strict=True)))
        left = {RECORD: [record.to_json() for record in records]}
        show.display("verdict", "\n".join(lines), rows, left)

    def _repr_mimebundle_(self, include=None, exclude=None):
        lines = [f"{claim.id}: {claim.says}" for claim in self.rows]
        card = show.html("sentence", self.sentence, self.rows, self.elsewhere, self.as_of)
        return show.bundle("card", "\n".join(lines), card)


def open_sentence(sentence: str, as_of: str = "") -> Sentence:
    """Open the judged claims of a sentence in a notebook.

    as_of: ISO day, or empty for today. Raises LedgerError for an unknown sentence or a wrong day.
    """
    return Sentence(sentence, article.iso_day(as_of))
