"""What warm's fork server does once for all notebooks: their imports, and work of a first use."""

import bdb  # noqa: F401
from contextlib import suppress

import IPython.core.logger  # noqa: F401
import pandas as pd
import seaborn as sns
from matplotlib import rc_context
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

# The command line too: each process imports the script that started it once more.
from factcheck import article, charts, claim, ledger, sentence, show, tables  # noqa: F401
from factcheck.figure import Figure
from factcheck.series import Series
from factcheck.sources import sources
from press import cli  # noqa: F401
from press.run import execute  # noqa: F401
from press.site import notebook

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
    years = Series("years", YEARS, "things", {})
    with rc_context():  # the house style is for who asks for it
        draw(years)
    years._repr_html_()
    repr(years.frame)
    notebook._story(new_notebook(cells=[new_code_cell("1"), new_markdown_cell("- *a*")]))
    show.html("prose", "warm")
    for ready in (ledger.claims, tables.package, sources, article.get):
        with suppress(ValueError, OSError):  # the run itself says what is wrong
            ready()


def draw(years: Series) -> None:
    """Draw one chart of each kind."""
    points, lines = {"one": Figure(1, 2, "things")}, {"one": years, "other": years}
    ax = sns.barplot(years.frame, x="period", y="value", ax=charts.axes(years))
    charts.finish(ax, years, "warm", mark="2024")
    ax = sns.lineplot(charts.frame(lines), x="period", y="value", hue="line", ax=charts.axes(lines))
    charts.finish(ax, lines, "warm", mark="2023")
    ax = sns.stripplot(charts.frame(points), ax=charts.axes(points), **charts.POINTS)
    charts.finish(ax, points, "warm")


warm_up()
