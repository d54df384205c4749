"""nbval's kernels: stock ipykernels over ipc, forked warm. See conftest and lib/warm/provision."""

import itertools
import os
import tempfile

from jupyter_client.manager import KernelManager

from warm.process import WARM

SOCKETS = tempfile.TemporaryDirectory(prefix="nbv-")
COUNT = itertools.count()
FORKED = WARM and not os.environ.get("STOCK_KERNEL")


class IpcKernelManager(KernelManager):
    """A kernel on a socket file (two cannot take one port), forked where there are forks.

    nbval makes its manager without an application: no setting reaches it, hence this class.
    STOCK_KERNEL=1 in the environment starts each kernel as a new Python instead.
    """

    def __init__(self, **options):
        super().__init__(**options, transport="ipc", ip=f"{SOCKETS.name}/{next(COUNT)}")

    @property
    def kernel_spec(self):
        spec = super().kernel_spec
        if FORKED and spec:
            spec.metadata["kernel_provisioner"] = {"provisioner_name": "warm"}
        return spec
