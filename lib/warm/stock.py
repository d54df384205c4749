"""What stock kernels start from: a notebook's imports, before any IPython shell exists."""

import os
from importlib import import_module
from importlib.metadata import entry_points

os.environ.setdefault("MPLBACKEND", "module://matplotlib_inline.backend_inline")
os.environ.setdefault("PYDEVD_DISABLE_FILE_VALIDATION", "1")

import ipykernel.kernelapp  # noqa: E402, F401
import pandas as pd  # noqa: E402

for notebooks in entry_points(group="warm.stock"):
    import_module(notebooks.value)
pd.set_option("display.max_columns", 20)  # pandas asks for a kernel when it is imported
