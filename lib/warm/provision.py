"""Stock kernels, forked warm: a kernel provisioner named `warm`, for a kernelspec or a manager.

Real kernels, real messages; only the start is shared. nbval's run over them in the tests.
"""

import asyncio
import os
import signal
import sys
import threading
from multiprocessing.context import ForkServerProcess
from typing import Any

from jupyter_client.provisioning import LocalProvisioner

from warm.process import end_with_parent, starting_from


class Forked(LocalProvisioner):
    """Starts the kernel as a process of the fork server instead of a new Python."""

    process: Any = None

    async def launch_kernel(self, cmd, **options):
        starting_from("warm.stock")
        folder = options.get("cwd") or os.getcwd()
        self.process = Started(target=serve, args=(cmd[3:], folder))
        self.process.start()
        self.pid, self.pgid = self.process.pid, None
        return self.connection_info


class Started(ForkServerProcess):
    """A process with the few words of Popen that a provisioner uses."""

    stdin = stdout = stderr = None

    def poll(self):
        return self.exitcode

    def wait(self):
        self.join()
        return self.exitcode

    def send_signal(self, number):
        os.kill(self.pid, number)  # type: ignore[arg-type]


def serve(arguments: list[str], folder: str) -> None:
    """Be a kernel, in a child of the fork server, for as long as its parent runs."""
    from ipykernel.ipkernel import IPythonKernel
    from ipykernel.kernelapp import IPKernelApp
    from ipykernel.zmqshell import ZMQInteractiveShell

    threading.Thread(target=end_with_parent, daemon=True).start()
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    os.chdir(folder)
    sys.argv = ["ipykernel_launcher", *arguments]
    asyncio.set_event_loop(asyncio.new_event_loop())
    for made in IPythonKernel, ZMQInteractiveShell:
        made.clear_instance()  # the server's, where it is the engine's
    IPKernelApp.launch_instance(arguments)
