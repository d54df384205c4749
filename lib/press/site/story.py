"""The notebook's own part of a page: its prose, folded code and outputs, by nbconvert."""

from functools import cache
from itertools import groupby

from nbconvert import HTMLExporter
from nbconvert.filters import Highlight2HTML

from factcheck import charts, show
from press import results
from press.site.pages import TEMPLATES

LIFTED = ("card", "check", "chart", "verdict")


def notebook_html(notebook) -> dict[str, str]:
    """Return an executed notebook's charts, and its story by nbconvert with our template.

    nbconvert's preprocessors and its pass over the finished HTML are left out: each validates or
    parses the whole once more, and nothing of them is wanted here.
    """
    drawn = [
        o["data"]
        for o in results.outputs(notebook)
        if o.get("data", {}).get(charts.DATA, {}).get("data")
    ]  # none of an empty chart
    story = _exporter().template.render(
        nb=notebook, resources={"groups": _groups(notebook.cells), "lifted": LIFTED}
    )
    return {
        "story": story,
        "charts": "".join(
            show.html("chart", data[charts.DATA], data["image/png"]) for data in drawn
        ),
    }


@cache
def _exporter() -> HTMLExporter:
    exporter = HTMLExporter(template_name="notebook", extra_template_basedirs=[str(TEMPLATES)])
    exporter.register_filter("highlight_code", Highlight2HTML(pygments_lexer="ipython3"))
    return exporter


def _groups(cells: list) -> list[tuple[str, list]]:
    """Put cells that follow each other and are of one kind together: one fold for their code."""
    shown = [c for c in cells if "parameters" not in c.metadata.get("tags", [])]
    return [(kind, list(group)) for kind, group in groupby(shown, lambda c: c.cell_type)]
