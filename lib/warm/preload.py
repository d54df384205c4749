"""What each process starts from: a kernel, and what a project wants imported before the fork.

A project names its module in pyproject.toml, as an entry point of the group `warm.preload`.
"""

import gc
import os
import sys
import warnings
from importlib import import_module
from importlib.metadata import entry_points

os.environ.setdefault("MPLBACKEND", "module://matplotlib_inline.backend_inline")
os.environ.setdefault("PYDEVD_DISABLE_FILE_VALIDATION", "1")

gc.disable()  # all that is made here stays
# jsonschema's check of IRIs builds a grammar for 0.7 s; no notebook's schema asks for it.
sys.modules.setdefault("rfc3987_syntax", None)

from warm.kernel import make_kernel  # noqa: E402

KERNEL = make_kernel()
# pandas asks for a kernel as it is imported: hence here, and with the shell's builtins in place.
with KERNEL.shell.builtin_trap, warnings.catch_warnings():
    import nbformat

    nbformat.validate(nbformat.v4.new_notebook())
    for project in entry_points(group="warm.preload"):
        import_module(project.value)
if sys.modules["rfc3987_syntax"] is None:
    del sys.modules["rfc3987_syntax"]
gc.collect()
gc.freeze()
gc.enable()
