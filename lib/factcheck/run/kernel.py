"""ipykernel's own kernel in this process: messages go through queues, no socket, no thread."""

from __future__ import annotations

import asyncio
import io
import logging
import os
import sys
import tempfile
from queue import Empty

from ipykernel.ipkernel import IPythonKernel
from ipykernel.zmqshell import ZMQInteractiveShell
from jupyter_client.session import Session, extract_header
from papermill.clientwrap import PapermillNotebookClient
from nbclient.exceptions import CellExecutionError
from traitlets import Any


class Post(Session):
    """A session that hands each message to `deliver` instead of a socket."""

    deliver = Any()

    def send(self, stream, msg_or_type, content=None, parent=None, ident=None, buffers=None,
             track=False, header=None, metadata=None):
        message = msg_or_type if isinstance(msg_or_type, dict) else self.msg(
            msg_or_type, content=content, parent=parent, header=header, metadata=metadata)
        sent = {**message, "content": self.unpack(self.pack(message["content"])),
                "buffers": list(buffers or [])}
        self.deliver(sent)
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
    _supports_kernel_subshells = False

    def _abort_queues(self, subshell_id=None):
        """Nothing is queued: the client sends a cell when the last one is done."""


def make_kernel() -> LocalKernel:
    """Make this process's kernel; nothing may have asked IPython for a shell before."""
    from IPython.core.history import HistoryManager
    HistoryManager.enabled = False      # its database would start a thread
    kernel = LocalKernel.instance(session=Post(), log=logging.getLogger("factcheck.kernel"),
                                  iopub_socket="iopub")
    kernel.eventloop = None
    return kernel


class Stream(io.TextIOBase):
    """stdout or stderr of a notebook: text written by Python, and by others to the descriptor."""

    encoding = "UTF-8"

    def __init__(self, session: Session, name: str, descriptor: int):
        self.session, self.name, self.parent = session, name, {}
        self._text: list[str] = []
        self._file = tempfile.TemporaryFile()
        self._descriptor = descriptor
        os.dup2(self._file.fileno(), descriptor)

    def set_parent(self, parent):
        self.parent = extract_header(parent)

    def fileno(self):
        return self._descriptor

    def writable(self):
        return True

    def write(self, text):
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text)}")
        self._text.append(text)
        return len(text)

    def flush(self):
        self._send("".join(self._text))
        self._text.clear()

    def flush_descriptor(self):
        """Send what subprocesses wrote since the last cell."""
        self._send(self._file.read().decode(errors="replace"))

    def _send(self, text: str):
        if text:
            self.session.send(None, "stream", {"name": self.name, "text": text}, self.parent)


class Channel:
    """One of the client's two queues, with the reading side that nbclient knows."""

    def __init__(self):
        self.queue: asyncio.Queue = asyncio.Queue()

    async def get_msg(self, timeout=None):
        try:
            return await asyncio.wait_for(self.queue.get(), timeout)
        except TimeoutError:
            raise Empty from None


class LocalClient:
    """What nbclient needs of a kernel client: it sends requests and reads two queues."""

    allow_stdin = False

    def __init__(self, kernel: LocalKernel):
        self.kernel = kernel
        self.shell_channel, self.iopub_channel = Channel(), Channel()
        kernel.session.deliver = self._deliver
        self.streams = [Stream(kernel.session, "stdout", 1), Stream(kernel.session, "stderr", 2)]
        sys.stdout, sys.stderr = self.streams

    def execute(self, code, silent=False, store_history=True, user_expressions=None,
                allow_stdin=False, stop_on_error=True):
        return self._request("execute_request", {
            "code": code, "silent": silent, "store_history": store_history,
            "user_expressions": user_expressions or {}, "allow_stdin": allow_stdin,
            "stop_on_error": stop_on_error})

    def kernel_info(self):
        return self._request("kernel_info_request", {})

    def is_alive(self):
        return True

    def stop_channels(self):
        """There is nothing to close."""

    def _request(self, kind: str, content: dict) -> str:
        message = self.kernel.session.msg(kind, content)
        self._task = asyncio.ensure_future(self._serve(message))
        return message["header"]["msg_id"]

    async def _serve(self, message: dict) -> None:
        await self.kernel.dispatch_shell({**message, "buffers": []})

    def _deliver(self, message: dict) -> None:
        idle = message["content"].get("execution_state") == "idle"
        if idle and message["msg_type"] == "status":
            for stream in self.streams:
                stream.flush()
                stream.flush_descriptor()
        reply = message["msg_type"].endswith("_reply")
        (self.shell_channel if reply else self.iopub_channel).queue.put_nowait(message)


class LocalNotebookClient(PapermillNotebookClient):
    """papermill's client on a kernel in this process, the whole notebook in one event loop."""

    def execute(self, **kwargs):
        self.reset_execution_trackers()
        asyncio.run(self._execute_cells())
        return self.nb

    async def _execute_cells(self):
        self.kc = LocalClient(self.km)
        await self.async_wait_for_reply(self.kc.kernel_info())
        self.nb.metadata["language_info"] = self.km.language_info
        for index, cell in enumerate(self.nb.cells):
            try:
                self.nb_man.cell_start(cell, index)
                await self.async_execute_cell(cell, index)
            except CellExecutionError as error:
                self.nb_man.cell_exception(cell, cell_index=index, exception=error)
                break
            finally:
                self.nb_man.cell_complete(cell, cell_index=index)
        self.set_widgets_metadata()
