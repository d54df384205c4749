"""How a claim, a check, a series and a verdict look, in a notebook and on a page."""

from __future__ import annotations

from datetime import date

import pandas as pd
from markupsafe import Markup, escape

from factcheck import ledger, periods, tables
from factcheck.figure import spoken
from factcheck.verdict import READINGS, WORDS

AROUND = 4


def bundle(part: str, text: str, html: str, extra: dict | None = None) -> tuple[dict, dict]:
    """Return data and metadata of an output; the page finds it by metadata.factcheck."""
    return {"text/plain": text, "text/html": str(html), **(extra or {})}, {"factcheck": part}


def paragraph(text: str) -> Markup:
    return Markup("<p>{}</p>").format(text)


def day(iso: str) -> str:
    """Write 2025-03-11 as 11 March 2025, nothing as nothing."""
    if not iso:
        return ""
    when = date.fromisoformat(iso)
    return f"{when.day} {when:%B %Y}"


def known(as_of: str) -> str:
    return f"as known on {day(as_of)}" if as_of else "as known today"


def claim_card(claim: ledger.Claim, as_of: str, changed: dict) -> Markup:
    """What is said, by whom and where, and what is asked of the figures."""
    lines = [Markup("<p><strong>{}</strong> · {}</p>").format(claim.says, claim.id)]
    quote = Markup("“{}” · ").format(claim.quote) if claim.quote else ""
    where = "paragraph {}, sentence {}".format(*claim.place[:2])
    lines.append(Markup("<p>The article: {}{} · {} · about {}</p>")
                 .format(quote, claim.speaker, where, claim.period))
    lines.append(Markup("<p>Figures {}.</p>").format(known(as_of)))
    if changed:
        what = ", ".join(f"{name} = {value}" for name, value in changed.items())
        lines.append(Markup("<p><em>Changed from the claims file: {}</em></p>").format(what))
    return Markup('<div class="fc-card">{}</div>').format(Markup("").join(lines))


def number_of(record: dict) -> str:
    """The figure of a check's record with its unit and period."""
    if record["figure"] == "no figure":
        return record["figure"]
    period = f" ({periods.spoken(record['period'])})" if record["period"] else ""
    return f"{record['figure']} {spoken(record['unit'])}".strip() + period


def reading_of(record: dict) -> str:
    """How a check reads, with the gap from the article's number."""
    if not record["decides"]:
        return "for context"
    words = [READINGS[record["holds"]]]
    if record["gap"] is not None and record["holds"] != "no_figure":
        side = "above" if record["gap"] > 0 else "below"
        words.append(f"{abs(record['gap']):.1%} {side}" if record["gap"] else "to the digit")
    return ", ".join(words + ([record["mark"]] if record["mark"] else []))


def asked_of(record: dict) -> Markup:
    """The article's side of a check: its phrase, or the figure that it is compared with."""
    if "against" not in record:
        return escape(record["asserted"] or "")
    other = record["against"]
    return Markup("{}: {}").format(record["asserted"], number_of(other))


def source_links(record: dict) -> Markup:
    """A figure's sources, linked, each with its own date; what proves an earlier day; both sides'."""
    sides = [record, *([record["against"]] if "against" in record else [])]
    links = [source_link(i) for i in dict.fromkeys(i for side in sides for i in side["sources"])]
    seen = dict.fromkeys(i for side in sides for i in side.get("first_seen", []))
    links += [Markup("first public: {}").format(source_link(i)) for i in seen]
    return Markup("<br>").join(links)


def source_link(source_id: str) -> Markup:
    row = tables.source(source_id)
    when = f", {day(row['published'])}" if row["published"] else ", date unknown"
    excerpt = " (read in excerpt)" if row["read"] == "excerpt" else ""
    name = Markup('<a href="{}">{}</a>').format(row["url"], row["publisher"]) \
        if row["url"].startswith("http") else escape(row["publisher"])
    return Markup('<span title="{}">{}</span>{}{}').format(row["title"], name, when, excerpt)


def checks_table(records: list[dict]) -> Markup:
    """The checks and notes of a claim as one table."""
    rows = [[r["label"], number_of(r), asked_of(r), reading_of(r), source_links(r)]
            for r in records]
    return table(["what was checked", "figure", "the article", "reading", "source, published"],
                 rows, "fc-checks")


def check_text(record: dict) -> str:
    asked = f" | {asked_of(record)}" if record["asserted"] else ""
    return f"{record['label']}: {number_of(record)}{asked} | {reading_of(record)}"


def verdict_text(record: dict) -> str:
    return f"{record['claim']}: {WORDS[record['verdict']][1]} ({known(record['as_of'])})"


def badge(word: str) -> Markup:
    shape, name = WORDS[word]
    return Markup('<span class="fc-badge fc-{}">{} {}</span>').format(word, shape, name)


def verdict_card(claim: ledger.Claim, record: dict) -> Markup:
    """The verdict, its checks, and how to run it again."""
    head = Markup("<p>{} {}</p>").format(badge(record["verdict"]), known(record["as_of"]))
    but = Markup("<p><strong>But:</strong> {}</p>").format(claim.but) if claim.but else ""
    rerun = Markup("<p>Rerun it: <code>{}</code></p>").format(rerun_command(claim))
    return Markup('<div class="fc-verdict">{}{}{}{}</div>').format(
        head, checks_table(record["checks"]), but, rerun)


def rerun_command(claim: ledger.Claim) -> str:
    """The command that runs a claim with one parameter, quoted for a shell."""
    name = next(iter(claim.parameters), None)
    return f"factcheck run {claim.id}" + \
        (f" --set {name}='{claim.parameters[name]}'" if name else "")


def around(rows: pd.DataFrame, period: str) -> pd.DataFrame:
    """Keep the rows nearest to a period; the last ones when none is asked for."""
    position = int((rows.period <= period).sum()) if period else len(rows)
    return rows.iloc[max(0, position - AROUND - 1):position + 2]


def series_table(series, rows: pd.DataFrame) -> Markup:
    """Period, figure, source and day of publication of some rows of a series."""
    shown = [series[period] for period in rows.period]
    through = ["" if not d else f", counted to {day(d)}" for d in rows.data_through]
    lines = [[periods.spoken(f.period) + t, f.number, source_link(f.sources[0]), day(f.published)]
             for f, t in zip(shown, through, strict=True)]
    caption = ", ".join(series.chosen.values())
    return table(["period", series.unit, "source", "value public from"], lines, "fc-data", caption)


def series_text(series) -> str:
    how = f" ({', '.join(series.chosen.values())})" if series.chosen else ""
    return f"{series.name}{how}: {len(series)} periods, {series.unit}"


def table(heads: list[str], rows: list[list], css: str, caption: str = "") -> Markup:
    head = Markup("").join(Markup('<th scope="col">{}</th>').format(h) for h in heads)
    body = Markup("").join(
        Markup("<tr>{}</tr>").format(Markup("").join(
            Markup('<td data-label="{}">{}</td>').format(h, c)
            for h, c in zip(heads, row, strict=True))) for row in rows)
    title = Markup("<caption>{}</caption>").format(caption) if caption else ""
    return Markup('<table class="{}">{}<thead><tr>{}</tr></thead><tbody>{}</tbody></table>').format(
        css, title, head, body)
