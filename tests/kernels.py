"""Kernels of the tests: stock ipykernels on socket files, started anew or forked warm."""

import os
import tempfile

from jupyter_client.manager import AsyncKernelManager, KernelManager

from warm.process import WARM


class OnSocketFile:
    """Manages a kernel on a socket file: no port that two starting at once could both take."""

    forked = False

    def __init__(self, **options):
        self._folder = tempfile.TemporaryDirectory(prefix="k-")
        super().__init__(**options, transport="ipc", ip=f"{self._folder.name}/k")

    @property
    def kernel_spec(self):
        spec = super().kernel_spec
        if self.forked and spec:
            spec.metadata["kernel_provisioner"] = {"provisioner_name": "warm"}
        return spec


class IpcKernelManager(OnSocketFile, KernelManager):
    """nbval's, forked where there are forks. See conftest and lib/warm/provision.

    nbval makes its manager without an application: no setting reaches it, hence this class.
    STOCK_KERNEL=1 in the environment starts each kernel as a new Python instead.
    """

    forked = WARM and not os.environ.get("STOCK_KERNEL")


class AsyncIpcKernelManager(OnSocketFile, AsyncKernelManager):
    """What papermill's stock engine takes."""


class ForkedKernelManager(AsyncIpcKernelManager):
    """The same, forked."""

    forked = True
