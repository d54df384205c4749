"""What every notebook's process starts from: a kernel, the imports, the first-use work done.

Imported once, by the fork server: what a child has to import by itself makes each run slower.
"""

import gc
import os
import warnings

os.environ.setdefault("MPLBACKEND", "module://matplotlib_inline.backend_inline")
os.environ.setdefault("PYDEVD_DISABLE_FILE_VALIDATION", "1")

from factcheck.run.kernel import make_kernel  # noqa: E402

KERNEL = make_kernel()
# pandas asks for a kernel as it is imported: hence here, and with the shell's builtins in place.
with KERNEL.shell.builtin_trap, warnings.catch_warnings():
    import IPython.core.completer  # noqa: F401
    import IPython.core.oinspect  # noqa: F401
    import IPython.core.pylabtools  # noqa: F401
    import nbformat
    import pandas as pd
    import pandas.core.reshape.reshape  # noqa: F401
    import pandas.io.formats.html  # noqa: F401
    import pandas.io.formats.string  # noqa: F401
    import papermill  # noqa: F401
    from PIL import BmpImagePlugin, GifImagePlugin, JpegImagePlugin, PpmImagePlugin  # noqa: F401

    from factcheck import charts, claim, ledger, pages, tables
    from factcheck.figure import given


def warm_up() -> None:
    """Do the work that a first use costs: a chart, a schema, a page, the ledger, the sources."""
    nbformat.validate(nbformat.v4.new_notebook())
    charts.figures({"warm": given(1, "things")}, "warm")
    pd.DataFrame({"a": ["1"]}).groupby("a").size().to_string()
    pages.notebook_html(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1")]))
    for ready in (ledger.claims, tables.package, tables.sources):
        try:
            ready()
        except (ValueError, OSError):
            pass                        # the run itself says what is wrong


warm_up()
assert claim
gc.collect()
gc.freeze()
