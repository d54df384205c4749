"""What a ruling rests on: dated events, public words, sources, other claims."""

import re

from factcheck import ledger, periods
from factcheck.figure import Figure
from factcheck.record import Cited
from factcheck.sources import source
from factcheck.tables import Reads
from factcheck.wording import Wording


class Evidence:
    """The events and the quotations, by id.

    Raises TableError where one of the tables is missing or has changed.
    """

    def __init__(self, reads: Reads):
        self._reads = reads
        self._events = reads.read("events").set_index("event")
        self._words = reads.read("quotations").set_index("quote")

    def day_of(self, event: str) -> Figure:
        """Return the day of an event, with bounds where only its month or year is known."""
        if event not in self._events.index:
            raise ledger.LedgerError(f"there is no event '{event}' in data/raw/events.csv")
        row = self._events.loc[event]
        low, high = float(row.low), float(row.high)
        return Figure(low, high, "date", (row.source_id,), row.published, row.period)

    def days_between(self, earlier: str, later: str) -> Figure:
        """Return the days from one event to another. Raises LedgerError where they are reversed."""
        days = (self.day_of(later) - self.day_of(earlier)).as_unit("days")
        if days.high < 0:
            raise ledger.LedgerError(f"{later} is before {earlier}: the earlier event stands first")
        return days

    def what(self, event: str) -> str:
        """Return what happened, in the words of the events' table."""
        return self._events.what[event]

    def fill(self, text: str) -> str:
        """Write {EV10} as its day and {days EV10 EV11} as the days in between.

        Raises LedgerError for an unknown event or any other word in braces.
        """

        def written(match: re.Match) -> str:
            match match[1].split():
                case ["days", first, last]:
                    days = self.days_between(first, last)
                    return "1 day" if days.number == "1" else str(days)
                case [event]:
                    return periods.spoken(self.day_of(event).period)
            raise ledger.LedgerError(f"'{match[0]}' is neither {{EV10}} nor {{days EV10 EV11}}")

        return re.sub(r"\{(.+?)\}", written, text)

    def cite(self, key: str) -> Cited:
        """Return what a piece of evidence says, and the ids of its sources.

        key: an event, a quotation, a claim or a source. Raises LedgerError or TableError for an
        unknown one.
        """
        if key in ledger.claims():
            claim = ledger.get(key)
            return Cited(key, claim.says, claim.page)
        if key in self._events.index:
            row = self._events.loc[key]
            what = row.what
        elif key in self._words.index:
            row = self._words.loc[key]
            what = f"{row.speaker}, {row.medium}: “{row.words}”"
        else:
            self._reads.sources.add(key)
            return Cited(key, source(key)["title"], sources=(key,))
        sources = (row.source_id, *filter(None, row.also.split(";")))
        self._reads.sources.update(sources)
        return Cited(key, f"{periods.spoken(row.period)}: {what}", sources=sources)

    def judged(self, claim: ledger.Claim, as_of: str) -> dict:
        """Return a ruling as known on a day: verdict, why, but, what supports it and what not."""
        assert claim.ruling
        ruling = claim.ruling.as_of(as_of)
        sides = {"for": claim.ruling.supports, "against": claim.ruling.against}
        return {
            "verdict": ruling["verdict"],
            "why": self.fill(ruling["why"]),
            "but": self.fill(claim.but),
            "evidence": {side: [self.cite(key) for key in keys] for side, keys in sides.items()},
        }

    def wording(self, key: str, as_of: str) -> Wording:
        """Return public words: a quotation by its id, or a table of them by its name.

        Nothing where they were not public by the day. Raises TableError for an unknown one.
        """
        if key in self._words.index:
            row = self._words.loc[key]
            told, said = f"{row.speaker}, {row.role}, {row.medium}", (row.words,)
        else:
            table = self._reads.read(key)
            row, said = table.iloc[0], tuple(table.words)
            told = source(row.source_id)["title"]
        self._reads.sources.add(row.source_id)
        known = not as_of or "" < row.published <= as_of
        return Wording(
            said if known else (),
            f"{told}, {periods.spoken(row.period)}",
            (row.source_id,),
            row.published,
            row.period,
        )
