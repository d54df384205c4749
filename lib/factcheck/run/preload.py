"""What warm's fork server does once for all notebooks: their imports, and work of a first use."""

import bdb  # noqa: F401
from contextlib import suppress

import IPython.core.logger  # noqa: F401
import pandas as pd
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

# The command line too: each process imports the script that started it once more.
from factcheck import charts, claim, cli, ledger, pages, sentence, show, tables  # noqa: F401
from factcheck.figure import given
from factcheck.run import engine  # noqa: F401

charts.figures({"warm": given(1, "things")}, "warm")
pd.DataFrame({"a": ["1"]}).groupby("a").size().to_string()
pages.notebook_html(new_notebook(cells=[new_code_cell("1"), new_markdown_cell("- *a*")]))
show.html("prose", "warm")
for ready in (ledger.claims, tables.package, tables.sources):
    with suppress(ValueError, OSError):     # the run itself says what is wrong
        ready()
