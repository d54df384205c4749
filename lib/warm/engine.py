"""papermill's engine: the notebook on a kernel in a fresh warm process.

papermill loads this module by its entry point, so nothing else may import it before papermill.
"""

import multiprocessing
import os
import sys

from papermill.engines import NBClientEngine

from warm import process

# What papermill tells while a notebook runs: a process of its own tells all at its end.
LIVE = ("log_output", "stdout_file", "stderr_file")


class Engine(NBClientEngine):
    """Run a notebook in a process forked from a warm one; where there are no forks, as stock.

    managers: a list that gets papermill's NotebookExecutionManager, for whoever must show how far
    a notebook came that failed.
    """

    @classmethod
    def execute_managed_notebook(cls, nb_man, kernel_name, managers=None, **options):
        if managers is not None:
            managers.append(nb_man)
        if kernel := _own_kernel():
            from warm.kernel import LocalNotebookClient

            return LocalNotebookClient(nb_man, km=kernel, kernel_name=kernel_name).execute()
        told_live = any(options.get(name) for name in LIVE)
        if told_live or not process.WARM or kernel_name != "python3":
            print("no warm kernel here: papermill's own engine runs", file=sys.stderr)
            return super().execute_managed_notebook(nb_man, kernel_name, **options)
        from warm.kernel import execute_cells

        limit = options.get("execution_timeout") or process.TIME_LIMIT
        nb_man.nb = process.in_fresh_process(execute_cells, nb_man.nb, os.getcwd(), limit=limit)
        return nb_man.nb


def _own_kernel():
    """This process's kernel, in a child of the fork server; None anywhere else."""
    server = sys.modules.get(process.PRELOAD)
    return server.KERNEL if server and multiprocessing.parent_process() else None
