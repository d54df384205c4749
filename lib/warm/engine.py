"""papermill's engine: the notebook on a kernel in a fresh warm process.

papermill loads this module by its entry point, so nothing else may import it.
"""

import multiprocessing
import os
import sys
import tempfile

from jupyter_client.manager import AsyncKernelManager
from papermill.engines import NBClientEngine

from warm import process


class Engine(NBClientEngine):
    """Run a notebook in a process forked from a warm one; where there are no forks, as stock.

    newest: what papermill manages, for whoever must show how far a failed notebook came.
    """

    newest = None

    @classmethod
    def execute_managed_notebook(cls, nb_man, kernel_name, **options):
        Engine.newest = nb_man
        if kernel := _own_kernel():
            from warm.kernel import LocalNotebookClient

            return LocalNotebookClient(nb_man, km=kernel, kernel_name=kernel_name).execute()
        if not process.WARM or kernel_name != "python3":
            print("no warm kernel here: papermill's own engine runs", file=sys.stderr)
            options["kernel_manager_class"] = IpcKernelManager
            return super().execute_managed_notebook(nb_man, kernel_name, **options)
        from warm.kernel import execute_cells

        limit = options.get("execution_timeout") or process.TIME_LIMIT
        nb_man.nb = process.in_fresh_process(execute_cells, nb_man.nb, os.getcwd(), limit=limit)
        return nb_man.nb


class IpcKernelManager(AsyncKernelManager):
    """A kernel on a socket file: no port that two kernels starting at once could both take."""

    def __init__(self, **options):
        self._folder = tempfile.TemporaryDirectory(prefix="warm-")
        super().__init__(**options | {"transport": "ipc", "ip": f"{self._folder.name}/k"})


def _own_kernel():
    """This process's kernel, in a child of the fork server; None anywhere else."""
    preload = sys.modules.get(process.PRELOAD)
    return preload.KERNEL if preload and multiprocessing.parent_process() else None
