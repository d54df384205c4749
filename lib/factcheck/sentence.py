"""The judged claims of one sentence, in a notebook."""

from factcheck import evidence, ledger, show, tables, verdict
from factcheck.show import RECORD, Shown


class Sentence:
    """The claims of one sentence that are ruled on, as of a day: a row each."""

    def __init__(self, sentence: str, as_of: str):
        every = [c for c in ledger.claims().values() if c.sentence == sentence]
        self.sentence, self.as_of = sentence, as_of
        self.rows = [claim for claim in every if claim.in_row]
        self.elsewhere = [claim for claim in every if not claim.in_row]
        if not self.rows:
            raise ledger.Unknown(f"no claim is ruled on in a sentence '{sentence}'")

    def conclude(self) -> Shown:
        """Show each claim beside what the record says, and leave a record a claim."""
        known = evidence.Evidence()
        rulings = [known.judged(claim, self.as_of) for claim in self.rows]
        records = [
            {
                "claim": claim.id,
                "as_of": self.as_of,
                **ruling,
                "checks": [],
                "choices": {},
                "changed": {},
                **tables.trace(),
            }
            for claim, ruling in zip(self.rows, rulings, strict=True)
        ]
        lines = [f"{r['claim']}: {verdict.WORDS[r['verdict']][1]}. {r['why']}" for r in records]
        pairs = list(zip(self.rows, records, strict=True))
        return Shown(
            "verdict", "\n".join(lines), show.html("rows", pairs), records, {RECORD: records}
        )

    def _repr_mimebundle_(self, include=None, exclude=None):
        lines = [f"{claim.id}: {claim.says}" for claim in self.rows]
        card = show.html("sentence", self.sentence, self.rows, self.elsewhere, self.as_of)
        return Shown("card", "\n".join(lines), card)._repr_mimebundle_()


def open_sentence(sentence: str, as_of: str = "") -> Sentence:
    """Open the judged claims of a sentence in a notebook.

    as_of: ISO day, or empty for today. Raises LedgerError for an unknown sentence or a wrong day.
    """
    return Sentence(sentence, ledger.day(as_of))
