"""nbval's kernels: stock ipykernels over ipc, forked from a server that has done the imports.

Real kernels, real messages, nbval's own comparison; only the start is shared. See conftest.
"""

import asyncio
import itertools
import multiprocessing
import os
import signal
import sys
import tempfile
import threading
from importlib.metadata import EntryPoint

from jupyter_client.manager import KernelManager
from jupyter_client.provisioning import KernelProvisionerFactory, LocalProvisioner

from warm.process import ONE_THREAD, WARM, end_with_parent

SOCKETS = tempfile.TemporaryDirectory(prefix="nbv-")
COUNT = itertools.count()


class ForkedKernelManager(KernelManager):
    """A kernel on a socket file (two cannot take one port), forked where there are forks."""

    def __init__(self, **options):
        super().__init__(**options, transport="ipc", ip=f"{SOCKETS.name}/{next(COUNT)}")

    @property
    def kernel_spec(self):
        spec = super().kernel_spec
        if WARM and spec:
            spec.metadata["kernel_provisioner"] = {"provisioner_name": "forked"}
        return spec


class Forked(LocalProvisioner):
    """Starts the kernel as a process of the fork server instead of a new Python."""

    async def launch_kernel(self, cmd, **options):
        os.environ.update(ONE_THREAD | {"PYTHONPATH": os.pathsep.join(sys.path)})
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(["kernel_preload"])
        process = context.Process(target=serve, args=(cmd[3:], options["cwd"]))
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
    """Be a kernel, in a child of the fork server, for as long as the tests run."""
    from ipykernel.kernelapp import IPKernelApp
    threading.Thread(target=end_with_parent, daemon=True).start()
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    os.chdir(folder)
    sys.argv = ["ipykernel_launcher", *arguments]
    asyncio.set_event_loop(asyncio.new_event_loop())
    IPKernelApp.launch_instance(arguments)


KernelProvisionerFactory.instance().provisioners["forked"] = EntryPoint(
    "forked", "kernels:Forked", "jupyter_client.kernel_provisioners")
