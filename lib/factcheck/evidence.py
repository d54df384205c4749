"""What a ruling rests on: dated events, public words, sources, other claims."""

import re

from factcheck import ledger, periods, tables
from factcheck.figure import Figure
from factcheck.wording import Wording


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
        return Figure(
            float(row.low), float(row.high), "date", (row.source_id,), row.published, row.period
        )

    def days(self, earlier: str, later: str) -> Figure:
        """Return the days from one event to another. Raises LedgerError where they are reversed."""
        span = (self.day(later) - self.day(earlier)).as_unit("days")
        if span.high < 0:
            raise ledger.LedgerError(f"{later} is before {earlier}: the earlier event stands first")
        return span

    def fill(self, text: str) -> str:
        """Write {EV10} as its day and {days EV10 EV11} as the days in between.

        Raises LedgerError for an unknown event or any other word in braces.
        """

        def written(match: re.Match) -> str:
            match match[1].split():
                case ["days", first, last]:
                    span = self.days(first, last)
                    return "1 day" if span.number == "1" else str(span)
                case [event]:
                    return periods.spoken(self.day(event).period)
            raise ledger.LedgerError(f"'{match[0]}' is neither {{EV10}} nor {{days EV10 EV11}}")

        return re.sub(r"\{(.+?)\}", written, text)

    def cite(self, key: str) -> dict:
        """Return what a piece of evidence says, and the ids of its sources.

        key: an event, a quotation, a claim or a source. Raises LedgerError or TableError for an
        unknown one.
        """
        if key in self.events.index:
            row = self.events.loc[key]
            what = row.what
        elif key in self.words.index:
            row = self.words.loc[key]
            what = f"{row.speaker}, {row.medium}: “{row.words}”"
        elif key in ledger.claims():
            return {
                "id": key,
                "told": ledger.get(key).says,
                "page": ledger.get(key).page,
                "sources": [],
            }
        else:
            return {"id": key, "told": tables.source(key)["title"], "page": "", "sources": [key]}
        return {
            "id": key,
            "told": f"{periods.spoken(row.period)}: {what}",
            "what": what,
            "page": "",
            "sources": [row.source_id, *filter(None, row.also.split(";"))],
        }

    def judged(self, claim: ledger.Claim, as_of: str) -> dict:
        """Return the verdict of a claim's ruling as of a day, with its words and its evidence."""
        ruling = claim.ruling.as_of(as_of)
        if claim.ruling.then != claim.ruling.now:
            tables.NEWEST["ruling"] = "unknown"
        return {
            "verdict": ruling["verdict"],
            "why": self.fill(ruling["why"]),
            "but": self.fill(claim.but) or None,
            "for": [self.cite(key) for key in claim.ruling.supports],
            "against": [self.cite(key) for key in claim.ruling.against],
        }

    def wording(self, key: str, as_of: str = "") -> Wording:
        """Return the public words of a quotation, or of a whole table of sentences, by its name.

        as_of: ISO day; nothing is known of words that were made public later.
        """
        if key in self.words.index:
            row = self.words.loc[key]
            told, said = f"{row.speaker}, {row.role}, {row.medium}", (row.words,)
        else:
            table = tables.read(key)
            row, said = table.iloc[0], tuple(table.words)
            told = tables.source(row.source_id)["title"]
        tables.NEWEST[key] = row.published or "unknown"
        known = not as_of or "" < row.published <= as_of
        return Wording(
            said if known else (),
            f"{told}, {periods.spoken(row.period)}",
            (row.source_id,),
            row.published,
            row.period,
        )
