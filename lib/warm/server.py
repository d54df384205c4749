"""What the fork server has ready: a kernel, and what a project wants imported before the fork.

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
sys.modules["rfc3987_syntax"] = None  # type: ignore[assignment]
import jsonschema  # noqa: E402, F401

del sys.modules["rfc3987_syntax"]

from warm.kernel import Shell, make_kernel  # noqa: E402

KERNEL = make_kernel()
# pandas asks for a kernel as it is imported: hence here, and with the shell's builtins in place.
with Shell.instance().builtin_trap, warnings.catch_warnings():
    import nbformat

    nbformat.validate(nbformat.v4.new_notebook())
    for project in entry_points(group="warm.preload"):
        import_module(project.value)
gc.collect()
gc.freeze()
gc.enable()
