"""Our papermill engine against the stock one, cell by cell; and what it survives."""

import json
import os
import re
import signal
from contextlib import suppress

import nbformat
import papermill
import pytest

from invented import REPO
from kernels import AsyncIpcKernelManager, ForkedKernelManager
from warm.process import RunError, in_fresh_process, live

CELLS = {
    "streams": "import sys\nprint('a'); print('b', file=sys.stderr); sys.stdout.write('c'); 7",
    "long print": "print('x' * 300_000)",
    "rich": "from IPython.display import HTML, Markdown, display\ndisplay(Markdown('**m**'), "
    "metadata={'k': 1}); HTML('<b>h</b>')",
    "update": "h = display('one', display_id='i'); h.update('two')",
    "clear": "from IPython.display import clear_output\nprint('gone'); clear_output(wait=True); "
    "print('kept')",
    "frame": "import pandas as pd\npd.DataFrame({'a': range(70)})",
    "wide frame": "pd.DataFrame([range(40)])",
    "plot": "import matplotlib.pyplot as plt\nplt.plot([1, 2]); plt.show()",
    "plot at the end": "fig, ax = plt.subplots(); ax.bar([1], [2])",
    "seaborn": "import seaborn as sns\nsns.set_theme(); sns.histplot([1, 2, 2]); None",
    "warning": "import warnings\nwarnings.warn('careful')",
    "logging": "import logging\nlogging.getLogger('x').warning('logged')",
    "await": "import asyncio\nawait asyncio.sleep(0)\nasync def f(): return 5\nawait f()",
    "task": "t = asyncio.create_task(f()); (await t, asyncio.get_running_loop().is_running())",
    "shell": "!echo from the shell",
    "magic": "%%bash\necho bash",
    "history": "In[-1], Out.get(1), _",
    "input": "try:\n    input()\nexcept Exception as e:\n    print(type(e).__name__)",
    "pickle": "import pickle\nclass K: pass\ntype(pickle.loads(pickle.dumps(K()))).__name__",
    "pool": "from concurrent.futures import ThreadPoolExecutor\n"
    "list(ThreadPoolExecutor(2).map(abs, [-1, 2]))",
    "comm": "from comm import create_comm\nc = create_comm(target_name='t'); c.send({'a': 1})",
    "repr": "class R:\n    def _repr_mimebundle_(self, include=None, exclude=None):\n"
    "        return {'text/plain': 'r', 'application/vnd.x+json': {'n': 1}}, {'m': 2}\nR()",
    "nan": "float('nan'), {'b': 1, 'a': [None, True]}",
}
FAILING = {
    "error": "def f():\n    return 1 / 0\nf()",
    "syntax": "for",
    "exit": "import sys\nsys.exit(3)",
    "interrupt": "raise KeyboardInterrupt",
    "repr error": "class B:\n    def __repr__(self): raise ValueError('no')\nB()",
}


def executed(tmp_path, cells, name, **options):
    """Execute cells by an engine; return what is comparable of each that the file then has."""
    book = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(c, id=f"c{at}") for at, c in enumerate(cells)],
        metadata={"kernelspec": {"name": "python3", "display_name": "p", "language": "python"}},
    )
    source, out = tmp_path / "in.ipynb", tmp_path / f"{name or 'stock'}.ipynb"
    nbformat.write(book, source)
    with suppress(papermill.PapermillExecutionError):
        papermill.execute_notebook(
            source,
            out,
            engine_name=name,
            progress_bar=False,
            kernel_name="python3",
            cwd=tmp_path,
            **options,
        )
    return outputs(nbformat.read(out, as_version=4))


def outputs(notebook):
    return [comparable(cell) for cell in notebook.cells if cell.cell_type == "code"]


def comparable(cell):
    """A cell's outputs, less what no two processes share: addresses, process numbers."""
    text = json.dumps([cell.execution_count, cell.outputs], sort_keys=True)
    return re.sub(r"ipykernel_\d+/\d+|0x[0-9a-f]+", "#", text)


def test_every_kind_of_output_is_what_the_stock_engine_gives(tmp_path):
    cells = list(CELLS.values())
    ours, stock = (executed(tmp_path, cells, name) for name in ("factcheck", None))
    different = [name for name, a, b in zip(CELLS, ours, stock, strict=True) if a != b]
    assert not different, [(a, b) for a, b in zip(ours, stock, strict=True) if a != b][0]


@pytest.mark.parametrize("name", FAILING)
def test_a_failing_cell_leaves_the_outputs_that_the_stock_engine_leaves(tmp_path, name):
    cells = ["print('before')", FAILING[name], "print('never')"]
    ours, stock = (executed(tmp_path, cells, engine) for engine in ("factcheck", None))
    assert ours == stock


def test_a_stock_kernel_forked_warm_gives_what_a_new_one_gives(tmp_path):
    in_fresh_process(os.getpid)  # the server may be one that has a kernel already
    cells = ["import os\nprint('before')\nos.getcwd()", FAILING["error"], "print('never')"]
    managers = ForkedKernelManager, AsyncIpcKernelManager
    forked, new = (executed(tmp_path, cells, None, kernel_manager_class=m) for m in managers)
    assert str(tmp_path) in forked[0] and forked == new


def test_the_manager_handed_in_shows_how_far_a_failed_notebook_came(tmp_path):
    cells, managers = ["print('before')", "1 / 0", "print('after')"], []
    kept = executed(tmp_path, cells, "factcheck", managers=managers)
    [manager] = managers
    assert outputs(manager.nb) == kept
    assert "before" in kept[0] and "ZeroDivisionError" in kept[1] and kept[2] == "[null, []]"


@pytest.mark.parametrize("options", [{"log_output": True}, {}])
def test_what_must_be_told_while_it_runs_is_told_by_the_stock_engine(tmp_path, capsys, options):
    with (tmp_path / "told").open("w") as told:
        more = options or {"stdout_file": told}
        assert "heard" in executed(tmp_path, ["print('heard')"], "factcheck", **more)[0]
    assert "papermill's own engine runs" in capsys.readouterr().err
    assert options or (tmp_path / "told").read_text() == "heard\n"


def test_no_state_reaches_the_next_notebook(tmp_path):
    spoil = (
        "import os, threading, pandas as pd, seaborn as sns\n"
        "pd.set_option('display.max_rows', 3); sns.barplot = None\n"
        "os.environ['SPOILED'] = 'yes'\n"
        "threading.Thread(target=threading.Event().wait, daemon=True).start()"
    )
    look = (
        "import os, threading, pandas as pd, seaborn as sns\n"
        "print(pd.get_option('display.max_rows'), sns.barplot is None, "
        "os.environ.get('SPOILED'), threading.active_count())"
    )
    clean = executed(tmp_path, [look], "factcheck")
    executed(tmp_path, [spoil], "factcheck")
    assert executed(tmp_path, [look], "factcheck") == clean


def test_the_engine_knows_nothing_of_claims():
    files = [path for path in (REPO / "lib/warm").iterdir() if path.is_file()]
    assert len(files) > 5 and not [p.name for p in files if "factcheck" in p.read_text()]


def test_a_job_that_dies_is_an_error_with_its_exit_code():
    with pytest.raises(RunError, match=r"died \(exit -9\)"):
        in_fresh_process(_die)


def test_a_job_that_hangs_is_stopped():
    import time

    with pytest.raises(RunError, match="stopped after 1 s"):
        in_fresh_process(time.sleep, 60, limit=1)
    assert not live


def _die():
    os.kill(os.getpid(), signal.SIGKILL)
