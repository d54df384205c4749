"""How a claim, a check, a series and a verdict look; the HTML itself is in templates/."""

from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from shlex import quote

import jinja2

from factcheck import periods
from factcheck.figure import Figure, spoken
from factcheck.sources import source
from factcheck.verdict import READINGS, WORDS

TEMPLATES = Path(__file__).parent / "templates"
AROUND = 4
RECORD = "application/vnd.factcheck.record+json"


@dataclass(frozen=True)
class Shown:
    """Something to show: which part of the page it is, its text and HTML, its record if any.

    more: what the output carries beside them, by MIME type.
    """

    part: str
    text: str
    html: str
    record: dict | list | None = None
    more: dict = field(default_factory=dict)

    def _repr_mimebundle_(self, include=None, exclude=None):
        data = {"text/plain": self.text, "text/html": str(self.html), **self.more}
        return data, {"factcheck": self.part}


def html(part: str, *given) -> str:
    """Render one macro of templates/parts.html.j2."""
    return getattr(environment().get_template("parts.html.j2").module, part)(*given)


@cache
def environment() -> jinja2.Environment:
    """Return the templates with the filters that turn records into words."""
    loader = jinja2.FileSystemLoader(TEMPLATES)
    env = jinja2.Environment(
        loader=loader, autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True
    )
    env.filters |= {
        "day": day,
        "known": known,
        "number": number,
        "asked": asked,
        "reading": reading,
        "period": periods.spoken,
        "weekday": weekday,
        "published": published,
    }
    env.globals |= {"WORDS": WORDS, "source_row": source, "rerun": rerun_command}
    return env


def day(iso: str) -> str:
    """Write 2025-03-11 as 11 March 2025, nothing as nothing."""
    return periods.spoken(iso) if iso else ""


def published(row: dict) -> str:
    """When a source was published; where only a month or a year is known, its last month."""
    month = f"by {date.fromisoformat(row['published']):%B %Y}" if row["published"] else ""
    return month if row["published_basis"] == "month" else day(row["published"]) or "date unknown"


def weekday(figure: Figure) -> str:
    """Name the weekday of a day that is known to the day, nothing else."""
    return f"{date.fromordinal(int(figure.low)):%A}" if figure.known and figure.exact else ""


def known(as_of: str) -> str:
    return f"as known on {day(as_of)}" if as_of else "as known today"


def number(check: dict) -> str:
    """The figure of a check's record with its unit and period."""
    if check["figure"] == "no figure":
        return check["figure"]
    dated = check["period"] and check["unit"] not in ("date", "dates")
    period = f" ({periods.spoken(check['period'])})" if dated else ""
    unit = spoken(check["unit"])
    return f"{check['figure']} {unit[:-1] if check['figure'] == '1' else unit}".strip() + period


def asked(check: dict) -> str:
    """What is asked of a figure: the article's phrase, our threshold, or another figure."""
    other = f": {number(check['against'])}" if check.get("against") else ""
    return ("our threshold: " if check.get("ours") else "") + (check["asserted"] or "") + other


def reading(check: dict) -> str:
    """How a check reads, with the gap from the article's number."""
    if not check["decides"]:
        return "for context"
    words = [READINGS[check["holds"]]]
    if check.get("ours") or check["holds"] in ("too_rough", "no_figure"):
        return words[0]
    if check["gap"] is not None:
        side = "above" if check["gap"] > 0 else "below"
        words.append(f"{abs(check['gap']):.1%} {side}" if check["gap"] else "to the digit")
    return ", ".join(words + ([check["mark"]] if check["mark"] else []))


def check_text(check: dict) -> str:
    return " | ".join(
        filter(None, (f"{check['label']}: {number(check)}", asked(check), reading(check)))
    )


def rerun_command(claim) -> str:
    """The command that runs a claim with one parameter, quoted for a shell."""
    name = next(
        (n for n in claim.parameters if n.startswith("asserted")),
        next(iter(claim.parameters), None),
    )
    words = ["factcheck", "run", claim.id] + (["--set", f"{name}="] if name else [])
    return " ".join(words) + (quote(str(claim.parameters[name])) if name else "")


def series_table(series) -> str:
    """Period, figure, source and day of publication of the periods around the one asked for."""
    position = int((series.rows.period <= series.around).sum()) if series.around else len(series)
    near = series.rows.iloc[max(0, position - AROUND - 1) : position + 2]
    figures = [
        (series[period], through)
        for period, through in zip(near.period, near.data_through, strict=True)
    ]
    return html("series", figures, series.unit, ", ".join(series.chosen.values()))
