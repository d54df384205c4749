"""Write the pages: an index in the article's order, and one page a claim."""

from __future__ import annotations

import base64
import shutil
from functools import cache
from itertools import groupby

import nbformat
from markupsafe import Markup
from nbconvert import HTMLExporter

from factcheck import charts, ledger, show
from factcheck.places import root, write
from factcheck.verdict import WORDS

LIFTED = ("card", "check", "chart", "verdict")


def build(entries: list[dict]) -> None:
    """Write build/site from the results and the executed notebooks, whole pages only.

    A claim whose run failed has no page; the index says so.
    """
    site = root() / "build" / "site"
    order = sorted(entries, key=lambda e: ledger.get(e["id"]).place)
    done = [e for e in order if e["now"] and e["then"]]
    for at, entry in enumerate(done):
        around = (done[at - 1] if at else None, done[at + 1] if at + 1 < len(done) else None)
        write(site / entry["page"], claim_page(entry, *around))
    write(site / "index.html", index_page(order))
    shutil.copy(show.TEMPLATES / "house.css", site / "house.css")
    _drop_old(site, {e["page"] for e in done})


def claim_page(entry: dict, before: dict | None, after: dict | None) -> str:
    """Return one claim's page: the verdict, what was checked, the chart, then the notebook."""
    claim = ledger.get(entry["id"])
    notebook = nbformat.read(root() / "build/notebooks" / f"{claim.id}.ipynb", as_version=4)
    context = {"claim": claim, "entry": entry, "before": before, "after": after,
               "day": show.day(ledger.article().published.isoformat()), "badge": badge,
               "moments": _moments(entry), "charts": _charts(notebook), "groups": _groups,
               "lifted": LIFTED, "rerun": show.rerun_command(claim)}
    html, _ = _exporter().from_notebook_node(notebook, resources={"factcheck": context})
    return html


def index_page(order: list[dict]) -> str:
    """Return the front page: every claim in the article's order, with its verdicts."""
    counts = {word: sum(e["now"] is not None and e["now"]["verdict"] == word for e in order)
              for word in WORDS}
    return show.environment().get_template("index.html.j2").render(
        entries=order, article=ledger.article(), counts={w: n for w, n in counts.items() if n})


def badge(word: str) -> Markup:
    return show.html("badge", word)


def _groups(cells: list) -> list[tuple[str, list]]:
    """Put cells that follow each other and are of one kind together: one fold for their code."""
    shown = [c for c in cells if "parameters" not in c.metadata.get("tags", [])]
    return [(kind, list(group)) for kind, group in groupby(shown, lambda c: c.cell_type)]


def _moments(entry: dict) -> list[tuple[str, Markup]]:
    """What was checked, now and then: one table when both saw the same."""
    day = show.day(ledger.article().published.isoformat())
    then, now = _seen(entry["then"]), _seen(entry["now"])
    if then == now:
        return [(f"As known on {day}, and today", now)]
    return [("As known today", now), (f"As known on {day}", then)]


def _seen(moment: dict) -> Markup:
    """A table of what was checked; checks without a figure are one line instead of empty rows."""
    known = [c for c in moment["checks"] if c["figure"] != "no figure"]
    missing = [c["label"] for c in moment["checks"] if c["figure"] == "no figure" and c["decides"]]
    line = Markup('<p class="fc-missing">No figure was public for: {}.</p>').format(
        "; ".join(missing)) if missing else Markup("")
    used = ", ".join(str(v) for v in moment["choices"].values())
    how = Markup('<p class="fc-how">Counted by: {}.</p>').format(used) if used and known else ""
    return line + (show.html("checks", known) if known else Markup("")) + how


def _charts(notebook) -> list[dict]:
    """The charts of an executed notebook: image as a data address, alt text, data as a table."""
    outputs = [o for cell in notebook.cells for o in cell.get("outputs", [])
               if charts.DATA in o.get("data", {})]
    return [_chart(o["data"]) for o in outputs]


def _chart(data: dict) -> dict:
    record = data[charts.DATA]
    png = data["image/png"]
    png = png if isinstance(png, str) else base64.b64encode(png).decode()
    named = any("line" in d for d in record["data"])
    rows = [([d["line"]] if named else []) + [d["label"], d["figure"]] for d in record["data"]]
    heads = (["series"] if named else []) + ["", record["unit"]]
    return {"src": f"data:image/png;base64,{png.strip()}", "alt": record["alt"],
            "table": show.html("table", heads, rows, "fc-data")}


@cache
def _exporter() -> HTMLExporter:
    return HTMLExporter(template_name="claim", extra_template_basedirs=[str(show.TEMPLATES)],
                        embed_images=False)


def _drop_old(site, pages: set[str]) -> None:
    for old in (site / "claims").glob("*.html"):
        if f"claims/{old.name}" not in pages:
            old.unlink()
