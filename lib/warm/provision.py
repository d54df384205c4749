"""Stock kernels, forked warm: a kernel provisioner named `warm`, for a kernelspec or a manager.

Real kernels, real messages; only the start is shared. nbval's run over them in the tests.
"""

import asyncio
import os
import signal
import sys
import threading
from typing import Any

from jupyter_client.provisioning import LocalProvisioner

from warm.process import end_with_parent, starting_from


class Forked(LocalProvisioner):
    """Starts the kernel as a process of the fork server instead of a new Python."""

    process: Any = None

    async def launch_kernel(self, cmd, **options):
        process = starting_from("warm.stock").Process(
            target=serve, args=(cmd[3:], options.get("cwd") or os.getcwd())
        )
        process.start()
        self.process = Started(process)
        self.pid, self.pgid = process.pid, None
        return self.connection_info


class Started:
    """A process with the few words of Popen that a provisioner uses."""

    stdin = stdout = stderr = None

    def __init__(self, process):
        self.process, self.pid = process, process.pid

    def poll(self):
        return self.process.exitcode

    def wait(self):
        self.process.join()
        return self.process.exitcode

    def send_signal(self, number):
        os.kill(self.pid, number)

    def terminate(self):
        self.process.terminate()

    def kill(self):
        self.process.kill()


def serve(arguments: list[str], folder: str) -> None:
    """Be a kernel, in a child of the fork server, for as long as its parent runs."""
    from ipykernel.kernelapp import IPKernelApp

    threading.Thread(target=end_with_parent, daemon=True).start()
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    os.chdir(folder)
    sys.argv = ["ipykernel_launcher", *arguments]
    asyncio.set_event_loop(asyncio.new_event_loop())
    IPKernelApp.launch_instance(arguments)
