"""What warm's fork server does once for all notebooks: their imports, and work of a first use."""

import bdb  # noqa: F401
from contextlib import suppress

import IPython.core.logger  # noqa: F401
import pandas as pd
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

# The command line too: each process imports the script that started it once more.
from factcheck import charts, claim, ledger, sentence, show, tables  # noqa: F401
from factcheck.series import Series
from press import cli  # noqa: F401
from press.run import engine  # noqa: F401
from press.site import story

YEARS = pd.DataFrame(
    {
        "period": ["2023", "2024"],
        "low": [1.0, 2.0],
        "high": [1.0, 3.0],
        "unit": "things",
        "source_id": "",
        "published": "",
        "first_seen": "",
        "data_through": "",
    }
)


def warm_up() -> None:
    """Draw each kind of chart, read the ledger and the tables' package, render a page."""
    series = Series("years", YEARS, "things", {})
    charts.bars(series, "warm", mark="2024")
    charts.lines({"one": series, "other": series}, "warm", mark="2023")
    charts.figures({"warm": series["2024"]}, "warm")
    story.notebook_html(new_notebook(cells=[new_code_cell("1"), new_markdown_cell("- *a*")]))
    show.html("prose", "warm")
    for ready in (ledger.claims, tables.package, tables.sources, ledger.article):
        with suppress(ValueError, OSError):  # the run itself says what is wrong
            ready()


warm_up()
