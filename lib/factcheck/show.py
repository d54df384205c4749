"""How a claim, a check and a verdict look in a notebook; the HTML itself is in templates/."""

from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from shlex import quote

import jinja2

from factcheck import periods
from factcheck.figure import Figure
from factcheck.sources import source
from factcheck.verdict import WORDS

TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True)
class Shown:
    """Something to show: which part of the page it is, its text and HTML.

    more: what the output carries beside them, by MIME type.
    """

    part: str
    text: str
    html: str
    more: dict = field(default_factory=dict)

    def _repr_mimebundle_(self, include=None, exclude=None):
        return bundle(self.part, self.text, self.html, self.more)


def bundle(part: str, text: str, html: str, more: dict | None = None) -> tuple[dict, dict]:
    """Return what a notebook's output carries: data by MIME type, and the part of the page."""
    return {"text/plain": text, "text/html": str(html), **(more or {})}, {"factcheck": part}


def display(*told) -> None:
    """Show something under the cell that is running; outside a notebook nothing is shown."""
    from IPython import display as ipython
    from IPython.core.getipython import get_ipython

    if get_ipython():
        ipython.display(Shown(*told))


def html(part: str, *given) -> str:
    """Render one macro of templates/parts.html.j2."""
    return getattr(environment().get_template("parts.html.j2").module, part)(*given)


@cache
def environment() -> jinja2.Environment:
    """Return the templates with the filters that turn records into words."""
    env = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
    )
    env.filters |= {"known": as_known, "period": periods.spoken, "weekday": weekday}
    env.filters |= {"published": published}
    env.globals |= {"WORDS": WORDS, "source_row": source, "rerun": rerun_command}
    return env


def as_known(as_of: str) -> str:
    return f"as known on {periods.spoken(as_of)}" if as_of else "as known today"


def published(row: dict) -> str:
    """When a source was published; where only a month or a year is known, its last month."""
    if row["published_basis"] == "month":
        return f"by {date.fromisoformat(row['published']):%B %Y}"
    return periods.spoken(row["published"]) or "date unknown"


def weekday(figure: Figure) -> str:
    """Name the weekday of a day that is known to the day, nothing else."""
    return f"{date.fromordinal(int(figure.low)):%A}" if figure.known and figure.exact else ""


def rerun_command(claim, changed: dict | None = None, as_of: str = "") -> str:
    """The command that runs a claim again as it ran; as it is, with one parameter to change."""
    first = next(iter([*claim.words, *claim.thresholds, *claim.parameters]), None)
    told = changed or ({first: claim.parameters[first]} if first else {})
    sets = [f"--set {name}={quote(str(value))}" for name, value in told.items()]
    day = [f"--as-of {as_of}"] if as_of else []
    return " ".join(["factcheck run", claim.id, *sets, *day])
