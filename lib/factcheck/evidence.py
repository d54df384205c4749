"""What a ruling rests on: dated events, public words, sources, other claims."""

from __future__ import annotations

import re

from factcheck import ledger, periods, tables
from factcheck.figure import Figure

BRACES = re.compile(r"\{(days )?(\w+)(?: (\w+))?\}")


class Evidence:
    """The events and the quotations, by id.

    Raises TableError where one of the tables is missing or has changed.
    """

    def __init__(self):
        self.events = tables.read("events").set_index("event")
        self.words = tables.read("quotations").set_index("quote")

    def day(self, event: str) -> Figure:
        """Return the day of an event, with bounds where only its month or year is known."""
        if event not in self.events.index:
            raise ledger.LedgerError(f"there is no event '{event}' in data/raw/events.csv")
        row = self.events.loc[event]
        return Figure(float(row.low), float(row.high), "date", (row.source_id,), row.published,
                      row.period)

    def days(self, earlier: str, later: str) -> Figure:
        """Return the days from one event to another."""
        return (self.day(later) - self.day(earlier)).as_unit("days")

    def fill(self, text: str) -> str:
        """Write {EV10} as its day and {days EV10 EV11} as the days in between."""
        def written(match: re.Match) -> str:
            span, first, last = match.groups()
            return str(self.days(first, last)) if span else periods.spoken(self.day(first).period)
        return BRACES.sub(written, text)

    def cite(self, key: str) -> dict:
        """Return what a piece of evidence says, and the ids of its sources.

        key: an event, a quotation, a claim or a source. Raises LedgerError or TableError for an
        unknown one.
        """
        if key in self.events.index:
            row = self.events.loc[key]
            told = f"{periods.spoken(row.period)}: {row.what}"
        elif key in self.words.index:
            row = self.words.loc[key]
            told = f"{periods.spoken(row.period)}: {row.speaker}, {row.medium}: “{row.words}”"
        elif key in ledger.claims():
            return {"id": key, "told": ledger.get(key).says, "page": ledger.get(key).page,
                    "sources": []}
        else:
            return {"id": key, "told": tables.source(key)["title"], "sources": [key]}
        return {"id": key, "told": told, "sources": [row.source_id, *row.also.split()]}
