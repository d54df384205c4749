"""What warm's fork server does once for all notebooks: their imports, and work of a first use."""

from contextlib import suppress

import pandas as pd
from nbformat.v4 import new_code_cell, new_notebook

from factcheck import charts, claim, ledger, pages, tables  # noqa: F401
from factcheck.figure import given

charts.figures({"warm": given(1, "things")}, "warm")
pd.DataFrame({"a": ["1"]}).groupby("a").size().to_string()
pages.notebook_html(new_notebook(cells=[new_code_cell("1")]))
for ready in (ledger.claims, tables.package, tables.sources):
    with suppress(ValueError, OSError):     # the run itself says what is wrong
        ready()
