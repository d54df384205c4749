"""What nbval's kernels start from: the imports of a notebook, before any IPython shell exists."""

import os

os.environ.setdefault("MPLBACKEND", "module://matplotlib_inline.backend_inline")
os.environ.setdefault("PYDEVD_DISABLE_FILE_VALIDATION", "1")

import ipykernel.kernelapp  # noqa: E402, F401
import pandas as pd  # noqa: E402

from factcheck import charts, claim  # noqa: E402, F401
from warm import process  # noqa: E402, F401

pd.set_option("display.max_columns", 20)        # pandas asks for a kernel when it is imported
