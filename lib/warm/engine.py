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
        from warm import kernel

        if managers is not None:
            managers.append(nb_man)
        server = sys.modules.get(process.PRELOAD)
        if server and multiprocessing.parent_process():
            return kernel.LocalNotebookClient(
                nb_man, km=server.KERNEL, kernel_name=kernel_name
            ).execute()
        if not process.WARM or kernel_name != "python3" or any(map(options.get, LIVE)):
            print("no warm kernel here: papermill's own engine runs", file=sys.stderr)
            return super().execute_managed_notebook(nb_man, kernel_name, **options)
        limit = options.get("execution_timeout") or process.TIME_LIMIT
        nb_man.nb = process.in_fresh_process(
            kernel.execute, nb_man.nb, kernel_name, os.getcwd(), limit=limit
        )
        return nb_man.nb
