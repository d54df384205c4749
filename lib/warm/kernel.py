"""ipykernel's own kernel in this process: messages go through queues, no socket, no thread."""

import asyncio
import io
import logging
import os
import sys
import tempfile
from queue import Empty
from types import SimpleNamespace
from typing import cast

from ipykernel.ipkernel import IPythonKernel
from ipykernel.zmqshell import ZMQInteractiveShell
from jupyter_client.session import Session, extract_header
from papermill.clientwrap import PapermillNotebookClient
from traitlets import Any
from traitlets.config import Config


class Post(Session):
    """A session that hands each message to `deliver` instead of a socket."""

    deliver = Any()

    def send(
        self,
        stream,
        msg_or_type,
        content=None,
        parent=None,
        ident=None,
        buffers=None,
        track=False,
        header=None,
        metadata=None,
    ):
        message = (
            msg_or_type
            if isinstance(msg_or_type, dict)
            else self.msg(msg_or_type, content, parent, header, metadata)
        )
        content = self.unpack(self.pack(message["content"]))
        self.deliver({**message, "content": content, "buffers": list(buffers or [])})
        return message

    def feed_identities(self, msg_list, copy=True):
        return [], msg_list

    def deserialize(self, msg_list, content=True, copy=True):
        return msg_list


class Shell(ZMQInteractiveShell):
    """The notebook's shell; there is no event loop of a toolkit to enable."""

    def enable_gui(self, gui=None):
        self.active_eventloop = gui


class LocalKernel(IPythonKernel):
    """A kernel whose client is in the same process and event loop."""

    shell_class = Shell
    _supports_kernel_subshells = False  # it would follow from there being a thread, below


def make_kernel() -> LocalKernel:
    """Make this process's kernel; nothing may have asked IPython for a shell before."""
    return LocalKernel.instance(
        config=Config({"HistoryManager": {"enabled": False}}),  # its database would start a thread
        session=Post(),
        iopub_socket="iopub",
        eventloop=None,
        # Each cell is asked whether it runs in this thread's parent, where Ctrl-C would end it.
        shell_channel_thread=SimpleNamespace(parent_thread=None),
        log=logging.getLogger("warm.kernel"),
    )


class Stream(io.StringIO):
    """stdout or stderr of a notebook: what Python writes, and what others write to its number."""

    def __init__(self, session: Session, name: str, number: int):
        super().__init__()
        self.session, self.name, self.number = session, name, number
        self.parent: dict = {}
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 (open as long as the process)
        os.dup2(self._file.fileno(), number)

    def set_parent(self, parent):
        self.parent = extract_header(parent)

    def fileno(self):
        return self.number

    def flush(self):
        """Send what was written since the last time, and what subprocesses wrote."""
        for text in self.getvalue(), self._file.read().decode(errors="replace"):
            if text:
                self.session.send(None, "stream", {"name": self.name, "text": text}, self.parent)
        self.seek(0)
        self.truncate()


class Channel(asyncio.Queue):
    """One of the client's two queues, with the reading side that nbclient knows."""

    async def get_msg(self, timeout=None):
        try:
            return await asyncio.wait_for(self.get(), timeout)
        except TimeoutError:
            raise Empty from None


class LocalClient:
    """What nbclient needs of a kernel client: it sends requests and reads two queues."""

    def __init__(self, kernel: LocalKernel):
        self.kernel, self.session = kernel, cast(Post, kernel.session)
        self.shell_channel, self.iopub_channel = Channel(), Channel()
        self.session.deliver = self._deliver
        self._streams = Stream(self.session, "stdout", 1), Stream(self.session, "stderr", 2)
        sys.stdout, sys.stderr = self._streams

    def execute(self, code, store_history=True, stop_on_error=True):
        message = self.session.msg(
            "execute_request",
            {
                "code": code,
                "silent": False,
                "store_history": store_history,
                "allow_stdin": False,
                "user_expressions": {},
                "stop_on_error": False,  # what it would stop is a queue, and there is none
            },
        )
        served = self.kernel.dispatch_shell({**message, "buffers": []})
        self._task = asyncio.ensure_future(served)  # kept: the loop holds tasks weakly
        return message["header"]["msg_id"]

    def is_alive(self):
        return True

    def _deliver(self, message: dict) -> None:
        if message["content"].get("execution_state") == "idle":
            for stream in self._streams:
                stream.flush()
        reply = message["msg_type"].endswith("_reply")
        (self.shell_channel if reply else self.iopub_channel).put_nowait(message)


class LocalNotebookClient(PapermillNotebookClient):
    """papermill's client on a kernel in this process, the whole notebook in one event loop."""

    def execute(self, **kwargs):
        self.reset_execution_trackers()
        with asyncio.Runner() as self._loop:
            self.kc = LocalClient(self.km)
            self.papermill_execute_cells()
        self.nb.metadata["language_info"] = self.km.language_info
        self.set_widgets_metadata()
        return self.nb

    def execute_cell(self, cell, cell_index, **kwargs):
        return self._loop.run(self.async_execute_cell(cell, cell_index, **kwargs))


def execute(notebook, kernel_name: str, folder: str):
    """Execute a notebook that papermill has prepared in this process, with its kernel."""
    from warm.engine import Engine  # papermill has loaded it by now, and may not find it half done

    os.chdir(folder)
    return Engine.execute_notebook(notebook, kernel_name, progress_bar=False)
