"""What a notebook holds in its hand: show the claim, check figures, conclude."""

from dataclasses import replace
from functools import cached_property
from itertools import chain, product

from factcheck import article, hedge, ledger, periods, show, verdict
from factcheck.evidence import Evidence
from factcheck.figure import Figure, UnitError
from factcheck.reading import Reading, compare
from factcheck.record import RECORD, Check, Record, Written
from factcheck.series import Series
from factcheck.sources import may_decide
from factcheck.tables import Reads, as_known
from factcheck.wording import Wording


class CheckError(ValueError):
    """A check that may not be made: a source that cannot decide, or nothing to conclude from."""


class Case:
    """A claim under check as of a day: every figure that is checked or noted is remembered.

    as_of: ISO day, or empty for all that is known today.
    parameters: the claim's, as they are in force; changed: those that differ from its entry.
    """

    def __init__(self, claim: ledger.Claim, as_of: str, parameters: dict):
        self.claim, self.as_of, self.parameters = claim, as_of, parameters
        same = claim.parameters.items()
        self.changed = dict(pair for pair in parameters.items() if pair not in same)
        self._checks: dict[str, Check] = {}
        self._choices_used: dict[str, str] = {}
        self._reads = Reads()

    @property
    def checks(self) -> list[Check]:
        """What was checked or noted so far."""
        return [*self._checks.values()]

    def series(self, name: str, period=None, notes: bool = False, **labels) -> Series:
        """Take a series as known on the day, in the rows that carry `labels`.

        period: one or several that must be known; a label that is one of the claim's choices is
        tried from the given one on until they are. notes: for context only, so the label is taken
        as it is and rows of sources that may not decide count too.
        Raises TableError for an unknown table, column or label.
        """
        asked = period if isinstance(period, list | tuple) else [period]
        wanted = [str(one) for one in asked if one]
        if notes:
            return self._read(name, labels, notes=True)
        tried = (self._read(name, option) for option in self._options(labels))
        ours = next(tried)  # named where none is known
        taken = next((one for one in chain([ours], tried) if one.knows(wanted)), ours)
        if taken.chosen:
            self._choices_used[name] = taken.how
        return taken

    def pace(self, name: str, stretch: str) -> Figure:
        """Return what a count to date gained a day between its releases inside a stretch.

        name: a series that starts anew with each fiscal year. Raises TableError for an unknown one.
        """
        year = periods.fiscal_year(periods.last_day(stretch))
        return self.series(name, fiscal_year=year).gained(stretch).a_day()

    def check(self, label: str, figure: Figure, phrase: str) -> None:
        """Hold a figure against the article's number and hedge, and show how it reads; it decides.

        Raises UnitError when the figure is not in the claim's unit, CheckError when it has no
        source or one of them may not decide, HedgeError for an unreadable phrase.
        """
        self._refuse_number(label, figure)
        if figure.unit != self.claim.unit:
            raise UnitError(
                f"{label}: {self.claim.id} is about {self.claim.unit}, "
                f"the figure is in {figure.unit}"
            )
        self._refuse(label, figure)
        words = hedge.parse(phrase, self.claim.unit, article.get().published)
        thresholds = [self.parameters[name] for name in self.claim.thresholds]
        asked = {"asserted": str(phrase), "ours": phrase in thresholds}
        self._show(label, figure, words.read(figure), asked)

    def compare(self, label: str, a: Figure, relation: str, b: Figure, b_label: str) -> None:
        """Hold two figures against each other; a is the claim's own subject, and it decides.

        relation: "below" or "above". Raises UnitError when the units differ, CheckError when a
        has no source or a source of one may not decide.
        """
        self._refuse(label, a)
        self._refuse(b_label, b, subject=False)
        asked = {"asserted": f"{relation} {b_label}", "against": Written(b_label, **b.facts())}
        self._show(label, a, compare(a, relation, b), asked)

    def note(self, label: str, figure: Figure) -> None:
        """Show a figure beside the claim that decides nothing. Raises CheckError for a number."""
        self._refuse_number(label, figure)
        self._show(label, figure)

    def say(self, text: str) -> None:
        """Show a sentence whose numbers are computed."""
        show.display("prose", text, show.html("prose", text))

    def day_of(self, event: str) -> Figure:
        """Return the day of an event, as known on the day."""
        return self.series("events", event=event).last()

    def days_between(self, earlier: str, later: str) -> Figure:
        """Return the days from one event to another; for a claim about dates, both its ends."""
        first, last = self.day_of(earlier), self.day_of(later)
        if self.claim.unit == "dates" and first.known and last.known:
            return replace(last - first, low=first.low, high=last.high, unit="dates")
        return (last - first).as_unit(self.claim.unit)

    def told(self, event: str) -> str:
        """Return what happened, in the words of the events' table."""
        return self._evidence.what(event)

    def events(self, *events: str) -> None:
        """Show dated events, in their order, with weekdays and sources."""
        known = self._evidence
        told = [(known.day_of(event), known.what(event)) for event in events]
        told.sort(key=lambda pair: pair[0].low)
        text = "\n".join(f"{day.number}: {what}" for day, what in told)
        show.display("data", text, show.html("events", told))

    def wording(self, key: str) -> Wording:
        """Take what somebody said in public, as known on the day: a quotation or a table of words.

        Raises TableError for an unknown one.
        """
        return self._evidence.wording(key, self.as_of)

    def conclude(self) -> None:
        """Reach the verdict, show it, and leave the record in the notebook's outputs.

        It follows from the checks, or is the ruling on the figures that were noted.
        Raises CheckError when nothing was checked and it is not ruled on, or both.
        """
        record = self._concluded()
        word = f"{verdict.WORDS[record.verdict][1]} ({show.as_known(self.as_of)})"
        card = show.html("verdict", self.claim, record)
        left = {RECORD: record.to_json()}
        show.display("verdict", f"{self.claim.id}: {word}", card, left)

    def _concluded(self) -> Record:
        readings = [check.holds for check in self.checks if check.holds]
        if bool(readings) == bool(self.claim.ruling):
            both = "it has a ruling and a check: one of them decides"
            neither = "it concludes but never checks or compares"
            raise CheckError(f"{self.claim.id}: {both if readings else neither}")
        if not readings:
            reached = self._evidence.judged(self.claim, self.as_of)
        else:
            foreseen = self.claim.kind == "forecast" and article.is_then(self.as_of)
            but = self._evidence.fill(self.claim.but) if "{" in self.claim.but else ""
            reached = {"verdict": "open" if foreseen else verdict.conclude(readings), "but": but}
        reached |= {"choices": self._choices_used, "changed": self.changed}
        checks = tuple(self.checks)
        return Record(self.claim.id, self.as_of, checks=checks, **reached, **self._reads.trace())

    def _repr_mimebundle_(self, include=None, exclude=None):
        text = f"{self.claim.id}, {self.claim.sentence}: {self.claim.says}"
        card = show.html("card", self.claim, self.as_of, self.changed)
        return show.bundle("card", text, card)

    @cached_property
    def _evidence(self) -> Evidence:
        return Evidence(self._reads)

    def _options(self, labels: dict) -> list[dict]:
        """All ways to fill the labels: a choice falls back to those that the claim lists next."""
        ways = []
        for column, label in labels.items():
            listed = self.claim.choices.get(column, [])
            ways.append(listed[listed.index(label) :] if label in listed else [label])
        return [dict(zip(labels, values, strict=True)) for values in product(*ways)]

    def _read(self, name: str, labels: dict, notes: bool = False) -> Series:
        rows = self._reads.select(name, labels, notes)
        unit = rows.unit.iloc[0] if len(rows) else self.claim.unit
        chosen = {c: str(label) for c, label in labels.items() if c in self.claim.choices}
        return Series(name, as_known(rows, self.as_of), unit, chosen)

    def _show(self, label: str, figure: Figure, read: Reading | None = None, asked=None) -> None:
        """Keep and show a check; one of the same label is the same cell run again."""
        reading = {**read._asdict(), "decides": True} if read else {}
        check = Check(label, **figure.facts(), **(asked or {}), **reading)
        if self._checks.get(label, check).decides != check.decides:
            raise CheckError(f"'{label}' is a check and a note: give them two labels")
        self._checks[label] = check
        show.display("check", check.text, show.html("checks", [check]))

    def _refuse(self, label: str, figure: Figure, subject: bool = True) -> None:
        """A number that somebody typed decides nothing, nor does one of a barred source."""
        self._refuse_number(label, figure)
        if subject and figure.known and not figure.sources:
            raise CheckError(
                f"{label}: a figure without a source decides nothing: take it from a series, "
                "or bring it back by series.figure(…)"
            )
        for source in figure.sources:
            if not may_decide(source):
                raise CheckError(f"{label}: the source '{source}' may not decide; make it a note")

    def _refuse_number(self, label: str, figure: Figure) -> None:
        if not isinstance(figure, Figure):
            told = "is a number without a source: bring it back by series.figure(…)"
            raise CheckError(f"{label}: {figure!r} {told}")


def open_claim(claim: str, as_of: str = "", **parameters) -> Case:
    """Open a claim in a notebook, with the parameters that the notebook takes.

    as_of: ISO day, or empty for today. parameters: those of the claim's entry that are not as
    there. Raises LedgerError for an unknown claim or parameter, a wrong value or a wrong day.
    """
    entry = ledger.get(claim)
    given = {name: str(value) for name, value in parameters.items()}
    return Case(entry, article.iso_day(as_of), entry.with_parameters(given))


def find(text: str) -> show.Shown:
    """List the claims whose id, wording, figure or notebook holds `text`."""
    found = ledger.find(text)
    lines = [f"{claim.id}  {claim.says}" for claim in found] or [f"no claim matches '{text}'"]
    rows = [[claim.id, claim.says, claim.notebook.name] for claim in found]
    table = show.html("table", ["claim", "in our words", "notebook"], rows, "fc-data")
    return show.Shown("data", "\n".join(lines), table)
