"""Write the pages: an index in the article's order, and one page a claim."""

import shutil
from functools import cache
from itertools import groupby

from nbconvert import HTMLExporter
from nbconvert.filters import Highlight2HTML

from factcheck import charts, ledger, results, show
from factcheck.places import root, write
from factcheck.verdict import WORDS

LIFTED = ("card", "check", "chart", "verdict")


def build(entries: list[dict], notebooks: dict[tuple[str, str], dict]) -> None:
    """Write build/site from the results and the notebooks' HTML, whole pages only.

    notebooks: what notebook_html returned, by claim and moment.
    A claim whose run failed has no page; the index says so.
    """
    site = root() / "build" / "site"
    order = sorted(entries, key=lambda e: ledger.get(e["id"]).place)
    done = [e for e in order if e["now"] and e["then"]]
    for before, entry, after in zip([None, *done], done, [*done[1:], None]):
        html = {moment: notebooks[entry["id"], moment] for moment in ("then", "now")}
        write(site / entry["page"], claim_page(entry, html, before, after))
    write(site / "index.html", index_page(order))
    shutil.copy(show.TEMPLATES / "house.css", site / "house.css")
    for old in {*site.glob("claims/*.html")} - {site / e["page"] for e in done}:
        old.unlink()


def claim_page(entry: dict, html: dict, before: dict | None, after: dict | None) -> str:
    """Return one claim's page: the verdict, what was checked, the charts, then the notebook."""
    claim = ledger.get(entry["id"])
    day = f"known on {show.day(ledger.article().published.isoformat())}"
    seen = [("As known today", entry["now"], html["now"]["charts"]),
            (f"As {day}", entry["then"], html["then"]["charts"])]
    if entry["then"] == entry["now"]:
        seen = [(f"As {day}, and today", *seen[0][1:])]
    elif html["then"]["charts"] == html["now"]["charts"]:
        seen[1] = (*seen[1][:2], "")
    return show.environment().get_template("claim.html.j2").render(
        claim=claim, entry=entry, before=before, after=after, seen=seen,
        story=html["now"]["story"], rerun=show.rerun_command(claim), article=ledger.article())


def index_page(order: list[dict]) -> str:
    """Return the front page: every claim in the article's order, with its verdicts."""
    verdicts = [e["now"]["verdict"] for e in order if e["now"]]
    return show.environment().get_template("index.html.j2").render(
        entries=order, article=ledger.article(),
        counts={word: verdicts.count(word) for word in WORDS if word in verdicts})


def notebook_html(notebook) -> dict[str, str]:
    """Return an executed notebook's charts, and its story by nbconvert with our template.

    nbconvert's preprocessors and its pass over the finished HTML are left out: each validates or
    parses the whole once more, and nothing of them is wanted here.
    """
    drawn = [o["data"] for o in results.outputs(notebook) if charts.DATA in o.get("data", {})]
    story = _exporter().template.render(
        nb=notebook, resources={"groups": _groups(notebook.cells), "lifted": LIFTED})
    return {"story": story, "charts": "".join(
        show.html("chart", data[charts.DATA], data["image/png"]) for data in drawn)}


@cache
def _exporter() -> HTMLExporter:
    exporter = HTMLExporter(template_name="notebook",
                            extra_template_basedirs=[str(show.TEMPLATES)])
    exporter.register_filter("highlight_code", Highlight2HTML(pygments_lexer="ipython3"))
    return exporter


def _groups(cells: list) -> list[tuple[str, list]]:
    """Put cells that follow each other and are of one kind together: one fold for their code."""
    shown = [c for c in cells if "parameters" not in c.metadata.get("tags", [])]
    return [(kind, list(group)) for kind, group in groupby(shown, lambda c: c.cell_type)]
