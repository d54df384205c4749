"""What a notebook holds in its hand: show the claim, check figures, conclude."""

import sys
from dataclasses import replace
from functools import cached_property
from itertools import product
from math import isfinite

from factcheck import hedge, ledger, show, tables, verdict
from factcheck.evidence import Evidence
from factcheck.figure import Figure, UnitError, tidy
from factcheck.series import Series
from factcheck.show import RECORD, Shown
from factcheck.wording import Wording


class CheckError(ValueError):
    """A check that may not be made: a source that cannot decide, or nothing to conclude from."""


class Case:
    """A claim under check as of a day: every figure that is checked or noted is remembered.

    as_of: ISO day, or empty for all that is known today.
    changed: the parameters that differ from the claims file's.
    """

    def __init__(self, claim: ledger.Claim, as_of: str, changed: dict):
        self.claim, self.as_of, self.changed = claim, as_of, changed
        self._checks: dict[str, dict] = {}
        self._used: dict[str, str] = {}

    def series(self, name: str, period=None, notes: bool = False, **labels) -> Series:
        """Take a series as known on the day, in the rows that carry `labels`.

        period: one or several that must be known; a label that is one of the claim's choices is
        tried from the given one on until they are. notes: for context only, so the label is taken
        as it is and rows of sources that may not decide count too.
        Raises TableError for an unknown table, column or label.
        """
        wanted = [str(p) for p in (period if isinstance(period, (list, tuple)) else [period]) if p]
        options = [labels] if notes else self._options(labels)
        first = None
        for option in options:
            chosen = self._try(name, option, notes, wanted)
            first = chosen if first is None else first
            if len(chosen) and all(chosen[p].known for p in wanted):
                break
        else:
            chosen = first  # where none fits, ours is named
        if chosen.chosen and not notes:
            self._used[name] = ", ".join(
                value if column == "counted_by" else f"{column}: {value}"
                for column, value in chosen.chosen.items()
            )
        return chosen

    def check(self, label: str, figure: Figure, phrase: str) -> Shown:
        """Hold a figure against the article's number and hedge; it decides.

        Raises UnitError when the figure is not in the claim's unit, CheckError when one of its
        sources may not decide, HedgeError for an unreadable phrase.
        """
        if figure.unit != self.claim.unit:
            raise UnitError(
                f"{label}: {self.claim.id} is about {self.claim.unit}, "
                f"the figure is in {figure.unit}"
            )
        asked = hedge.parse(phrase, self.claim.unit, ledger.article().published)
        # Our own threshold for a word without a number: how large a fall "sagged" needs.
        thresholds = [
            self.changed.get(name, value)
            for name, value in self.claim.parameters.items()
            if name.startswith("asserted_")
        ]
        ours = {"ours": True} if phrase in thresholds else {}
        return self._decide(label, figure, asked.read(figure), {"asserted": str(phrase), **ours})

    def compare(self, label: str, a: Figure, relation: str, b: Figure, b_label: str) -> Shown:
        """Hold two figures against each other; a is the claim's own subject, and it decides.

        relation: "below" or "above". Raises UnitError when the units differ.
        """
        other = {"label": b_label, **_numbers(b)}
        self._may_decide(b_label, b)
        return self._decide(
            label,
            a,
            hedge.compare(a, relation, b),
            {"asserted": f"{relation} {b_label}", "against": other},
        )

    def note(self, label: str, figure: Figure) -> Shown:
        """Put a figure beside the claim that decides nothing."""
        return self._remember(
            {
                "label": label,
                **_numbers(figure),
                "asserted": None,
                "holds": None,
                "gap": None,
                "mark": None,
                "decides": False,
            }
        )

    def say(self, text: str) -> Shown:
        """Write a sentence whose numbers are computed."""
        return Shown("prose", text, show.html("prose", text))

    def day(self, event: str) -> Figure:
        """Return the day of an event, as known on the day."""
        return self.series("events", event=event).last()

    def days(self, earlier: str, later: str) -> Figure:
        """Return the days from one event to another; for a claim about dates, both its ends."""
        first, last = self.day(earlier), self.day(later)
        if self.claim.unit == "dates" and first.known and last.known:
            return replace(last - first, low=first.low, high=last.high, unit="dates")
        return (last - first).as_unit(self.claim.unit)

    def told(self, event: str) -> str:
        """Say what happened, in the words of the events' table."""
        return self._evidence.cite(event)["what"]

    def events(self, *events: str) -> Shown:
        """Show dated events, in their order, with weekdays and sources."""
        known = self._evidence
        days = sorted(
            ((known.day(event), known.cite(event)) for event in events),
            key=lambda pair: pair[0].low,
        )
        text = "\n".join(cited["told"] for _, cited in days)
        return Shown("data", text, show.html("events", days))

    def wording(self, key: str) -> Wording:
        """Take what somebody said in public, as known on the day: a quotation or a table of words.

        Raises TableError for an unknown one.
        """
        return self._evidence.wording(key, self.as_of)

    def conclude(self) -> Shown:
        """Reach the verdict, and leave the record in the notebook's outputs.

        It follows from the checks, or is the ruling on the figures that were noted.
        Raises CheckError when nothing was checked and it is not ruled on, or both.
        """
        readings = [c["holds"] for c in self._checks.values() if c["decides"]]
        if bool(readings) == bool(self.claim.ruling):
            raise CheckError(
                f"{self.claim.id}: it has a ruling and a check: one of them decides"
                if readings
                else f"{self.claim.id}: it concludes but never checks or compares"
            )
        forecast = self.claim.kind == "forecast"
        is_open = forecast and ledger.is_then(self.as_of)
        reached = (
            {"verdict": "open" if is_open else verdict.conclude(readings)}
            if readings
            else self._evidence.judged(self.claim, self.as_of)
        )
        if forecast:
            tables.NEWEST["what came of it"] = "unknown"
        if readings and "{" in self.claim.but:
            reached["but"] = self._evidence.fill(self.claim.but)
        record = {
            "claim": self.claim.id,
            "as_of": self.as_of,
            **reached,
            "checks": list(self._checks.values()),
            "choices": self._used,
            "changed": self.changed,
            **tables.trace(),
        }
        text = f"{self.claim.id}: {verdict.WORDS[record['verdict']][1]} ({show.known(self.as_of)})"
        card = show.html("verdict", self.claim, record, show.rerun_command(self.claim))
        return Shown("verdict", text, card, record, {RECORD: record})

    def _repr_mimebundle_(self, include=None, exclude=None):
        text = f"{self.claim.id}, {self.claim.sentence}: {self.claim.says}"
        card = show.html("card", self.claim, self.as_of, self.changed)
        return Shown("card", text, card)._repr_mimebundle_()

    @cached_property
    def _evidence(self) -> Evidence:
        return Evidence()

    def _options(self, labels: dict) -> list[dict]:
        """All ways to fill the labels: a choice falls back to those that the claim lists next."""
        choices = ((label, self.claim.choices.get(column, [])) for column, label in labels.items())
        later = [
            every[every.index(label) :] if label in every else [label] for label, every in choices
        ]
        return [dict(zip(labels, values, strict=True)) for values in product(*later)]

    def _try(self, name: str, labels: dict, notes: bool, wanted: list[str]) -> Series:
        rows = tables.select(name, labels, notes)
        unit = rows.unit.iloc[0] if len(rows) else self.claim.unit
        chosen = {c: str(v) for c, v in labels.items() if c in self.claim.choices}
        return Series(name, tables.as_known(rows, self.as_of), unit, chosen, "".join(wanted[:1]))

    def _decide(self, label: str, figure: Figure, reading: hedge.Reading, asked: dict) -> Shown:
        self._may_decide(label, figure)
        return self._remember(
            {
                "label": label,
                **_numbers(figure),
                **asked,
                "holds": reading.holds,
                "gap": reading.gap,
                "mark": reading.mark,
                "decides": True,
            }
        )

    def _remember(self, check: dict) -> Shown:
        """Keep a check; one of the same label is the same cell run again, never another kind."""
        old = self._checks.get(check["label"], check)
        if old["decides"] != check["decides"]:
            raise CheckError(f"'{check['label']}' is a check and a note: give them two labels")
        self._checks[check["label"]] = check
        return Shown("check", show.check_text(check), show.html("checks", [check]), check)

    def _may_decide(self, label: str, figure: Figure) -> None:
        for source in figure.sources:
            if tables.source(source)["deciding_ok"] != "yes":
                raise CheckError(f"{label}: the source '{source}' may not decide; make it a note")


def open_claim(claim: str, as_of: str = "", **given) -> Case:
    """Open a claim in a notebook; its parameters are read from the notebook's own variables.

    as_of: ISO day, or empty for today. given: parameters, where there are no such variables.
    Raises LedgerError for an unknown claim or a wrong day.
    """
    entry = ledger.get(claim)
    names = given or sys._getframe(1).f_globals
    now = {name: names.get(name, value) for name, value in entry.parameters.items()}
    changed = {name: value for name, value in now.items() if value != entry.parameters[name]}
    entry.with_parameters({name: str(value) for name, value in changed.items()})
    return Case(entry, ledger.day(as_of), changed)


def find(text: str) -> Shown:
    """List the claims whose id, wording, figure or notebook holds `text`."""
    found = ledger.find(text)
    lines = [f"{c.id}  {c.says}" for c in found] or [f"no claim matches '{text}'"]
    table = show.html(
        "table",
        ["claim", "in our words", "notebook"],
        [[c.id, c.says, c.notebook.name] for c in found],
        "fc-data",
    )
    return Shown("data", "\n".join(lines), table)


def _numbers(figure: Figure) -> dict:
    ends = (("low", figure.low), ("high", figure.high)) if not figure.exact else ()
    bounds = {end: tidy(x) if isfinite(x) else None for end, x in ends if figure.known}
    seen = {"first_seen": list(figure.first_seen)} if figure.first_seen else {}
    return {
        "value": figure.value,
        **bounds,
        "unit": figure.unit,
        "figure": figure.number,
        "period": figure.period,
        "published": figure.published,
        "sources": list(figure.sources),
        **seen,
    }
