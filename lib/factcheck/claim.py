"""What a notebook holds in its hand: show the claim, check figures, conclude."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from datetime import date
from math import isfinite

from factcheck import hedge, ledger, show, tables, verdict
from factcheck.figure import Figure, UnitError, tidy
from factcheck.hedge import Reading

RECORD = "application/vnd.factcheck.record+json"


class CheckError(ValueError):
    """A check that may not be made: a source that cannot decide, or nothing to conclude from."""


@dataclass(frozen=True)
class Check:
    """One proposition of a claim, read: its record is what results.json and the pages show."""

    record: dict

    def _repr_mimebundle_(self, include=None, exclude=None):
        return show.bundle("check", show.check_text(self.record), show.checks_table([self.record]))


@dataclass(frozen=True)
class Shown:
    """Something to show: which part of the page it is, its text, its HTML and its record."""

    part: str
    text: str
    html: str
    record: dict | None = None

    def _repr_mimebundle_(self, include=None, exclude=None):
        extra = {RECORD: self.record} if self.record else {}
        return show.bundle(self.part, self.text, self.html, extra)


class Case:
    """A claim under check as of a day: every figure that is checked or noted is remembered.

    as_of: ISO day, or empty for all that is known today.
    changed: the parameters that differ from the claims file's.
    """

    def __init__(self, claim: ledger.Claim, as_of: str, changed: dict):
        self.claim, self.as_of, self.changed = claim, as_of, changed
        self._checks: dict[str, Check] = {}
        self._used: dict[str, str] = {}

    def series(self, name: str, period=None, notes: bool = False, **labels) -> Shelf:
        """Take a series as known on the day, in the rows that carry `labels`.

        period: one or several that must be known; a label that is one of the claim's choices is
        tried from the given one on until they are. notes: for context only, so the label is taken
        as it is and rows of sources that may not decide count too.
        Raises TableError for an unknown table, column or label.
        """
        wanted = [str(p) for p in (period if isinstance(period, (list, tuple)) else [period])
                  if p is not None]
        options = [labels] if notes else self._options(labels)
        tries = [self._try(name, option, notes) for option in options]
        fits = [t for t in tries if len(t) and all(t[p].known for p in wanted)]
        chosen = (fits or tries)[0]
        if not notes:
            self._used.update(chosen.chosen)
        return Shelf(chosen, wanted[0] if wanted else "")

    def check(self, label: str, figure: Figure, phrase: str) -> Check:
        """Hold a figure against the article's number and hedge; it decides.

        Raises UnitError when the figure is not in the claim's unit, CheckError when one of its
        sources may not decide, HedgeError for an unreadable phrase.
        """
        if figure.unit != self.claim.unit:
            raise UnitError(f"{label}: {self.claim.id} is about {self.claim.unit}, "
                            f"the figure is in {figure.unit}")
        written = ledger.article().published
        reading = hedge.parse(phrase, self.claim.unit, written).read(figure)
        return self._keep(label, figure, reading, asserted=str(phrase))

    def compare(self, label: str, a: Figure, relation: str, b: Figure, b_label: str) -> Check:
        """Hold two figures against each other; a is the claim's own subject, and it decides.

        relation: "below" or "above". Raises UnitError when the units differ.
        """
        reading = hedge.compare(a, relation, b)
        against = {"label": b_label, **_numbers(b), **_origin(b)}
        self._may_decide(b_label, b)
        return self._keep(label, a, reading, asserted=f"{relation} {b_label}", against=against)

    def note(self, label: str, figure: Figure) -> Check:
        """Put a figure beside the claim that decides nothing."""
        return self._remember(label, {"label": label, **_numbers(figure), "asserted": None,
                                      "holds": None, "gap": None, "mark": None, "decides": False,
                                      **_origin(figure)})

    def say(self, text: str) -> Shown:
        """Write a sentence whose numbers are computed."""
        return Shown("prose", text, show.paragraph(text))

    def conclude(self) -> Shown:
        """Reach the verdict from the checks, and leave the record in the notebook's outputs.

        Raises CheckError when no check and no comparison was made.
        """
        deciding = [c.record for c in self._checks.values() if c.record["decides"]]
        if not deciding:
            raise CheckError(f"{self.claim.id}: it concludes but never checks or compares")
        record = self._record(verdict.conclude([r["holds"] for r in deciding]))
        return Shown("verdict", show.verdict_text(record), show.verdict_card(self.claim, record),
                     record)

    def _repr_mimebundle_(self, include=None, exclude=None):
        text = f"{self.claim.id}, {self.claim.sentence}: {self.claim.says}"
        return show.bundle("card", text, show.claim_card(self.claim, self.as_of, self.changed))

    def _options(self, labels: dict) -> list[dict]:
        """All ways to fill the labels: a choice falls back to those that the claim lists next."""
        options = [{}]
        for column, label in labels.items():
            choices = self.claim.choices.get(column, [label])
            later = choices[choices.index(label):] if label in choices else [label]
            options = [{**o, column: str(value)} for o in options for value in later]
        return options

    def _try(self, name: str, labels: dict, notes: bool) -> tables.Series:
        rows = tables.select(name, labels, notes)
        unit = rows.unit.iloc[0] if len(rows) else self.claim.unit
        chosen = {c: v for c, v in labels.items() if c in self.claim.choices}
        return tables.Series(name, tables.as_known(rows, self.as_of), unit, chosen)

    def _keep(self, label, figure, reading: Reading, asserted: str, against=None) -> Check:
        self._may_decide(label, figure)
        record = {"label": label, **_numbers(figure), "asserted": asserted, "holds": reading.holds,
                  "gap": reading.gap, "mark": reading.mark, "decides": True, **_origin(figure)}
        return self._remember(label, record | ({"against": against} if against else {}))

    def _remember(self, label: str, record: dict) -> Check:
        self._checks[label] = Check(record)
        return self._checks[label]

    def _may_decide(self, label: str, figure: Figure) -> None:
        barred = [s for s in figure.sources if tables.source(s)["deciding_ok"] != "yes"]
        if barred:
            raise CheckError(f"{label}: the source '{barred[0]}' may not decide; make it a note")

    def _record(self, word: str) -> dict:
        return {"claim": self.claim.id, "as_of": self.as_of, "verdict": word,
                "checks": [c.record for c in self._checks.values()], "choices": self._used,
                "changed": self.changed, "tables": dict(sorted(tables.READS.items()))}


class Shelf(tables.Series):
    """A series in a notebook: shows the periods around the one that was asked for."""

    def __init__(self, series: tables.Series, around: str):
        super().__init__(series.name, series.rows, series.unit, series.chosen, around)

    def _repr_mimebundle_(self, include=None, exclude=None):
        rows = show.around(self.rows, self.around)
        return show.bundle("data", show.series_text(self), show.series_table(self, rows))


def open_claim(claim: str, as_of: str = "", **given) -> Case:
    """Open a claim in a notebook; its parameters are read from the notebook's own variables.

    as_of: ISO day, or empty for today. Raises LedgerError for an unknown claim or a wrong day.
    """
    entry = ledger.get(claim)
    names = given or sys._getframe(1).f_globals
    now = {name: names.get(name, value) for name, value in entry.parameters.items()}
    changed = {name: value for name, value in now.items() if value != entry.parameters[name]}
    entry.with_parameters({name: str(value) for name, value in changed.items()})
    return Case(entry, _day(as_of), changed)


def _day(as_of: str) -> str:
    try:
        return date.fromisoformat(as_of).isoformat() if as_of else ""
    except ValueError:
        raise ledger.LedgerError(f"as_of: '{as_of}' is not a day like 2025-03-11") from None


def _numbers(figure: Figure) -> dict:
    ends = {end: tidy(x) if isfinite(x) else None for end, x in
            (("low", figure.low), ("high", figure.high))} if figure.known else {}
    bounds = ends if figure.known and not figure.exact else {}
    return {"value": figure.value, **bounds, "unit": figure.unit, "figure": figure.number,
            "period": figure.period, "published": figure.published}


def _origin(figure: Figure) -> dict:
    seen = {"first_seen": list(figure.first_seen)} if figure.first_seen else {}
    return {"sources": list(figure.sources), **seen}
