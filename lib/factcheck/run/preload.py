"""What every notebook's process starts from: the imports and the first-use work done.

Imported once, by warm's fork server: what a child has to import by itself makes each run slower.
"""

import IPython.core.pylabtools  # noqa: F401
import pandas as pd
import pandas.core.reshape.reshape  # noqa: F401
import pandas.io.formats.html  # noqa: F401
import pandas.io.formats.string  # noqa: F401
from nbformat.v4 import new_code_cell, new_notebook
from PIL import BmpImagePlugin, GifImagePlugin, JpegImagePlugin, PpmImagePlugin  # noqa: F401

from factcheck import charts, claim, ledger, pages, tables  # noqa: F401
from factcheck.figure import given

charts.figures({"warm": given(1, "things")}, "warm")
pd.DataFrame({"a": ["1"]}).groupby("a").size().to_string()
pages.notebook_html(new_notebook(cells=[new_code_cell("1")]))
for ready in (ledger.claims, tables.package, tables.sources):
    try:
        ready()
    except (ValueError, OSError):
        pass                            # the run itself says what is wrong
