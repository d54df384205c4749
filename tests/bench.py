"""Speed against peers, side by side in one run: `make bench` prints docs/benchmarks.md's table.

Each row of a round does the same notebooks, HTML made by each that can. Peers take seconds a
notebook, so they do a sample of the runs (one in every SAMPLE of the list); this project does the
sample and all of them. A round does every row once; the table gives the median of the rounds and
their spread.
"""

import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from importlib.metadata import version
from pathlib import Path

REPO = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
CORES = 2
ENV = os.environ | {"PATH": f"{BIN}:{os.environ['PATH']}", "PYDEVD_DISABLE_FILE_VALIDATION": "1"}


def run(*words, cwd=None, **more) -> str:
    """Run a command; its output, or an error with what it printed."""
    done = subprocess.run(
        list(map(str, words)), cwd=cwd, env=ENV | more, text=True, capture_output=True
    )
    if done.returncode:
        raise RuntimeError(f"{words}: {done.stdout[-2000:]}{done.stderr[-2000:]}")
    return done.stdout


def timed(job, *given) -> float:
    start = time.perf_counter()
    job(*given)
    return time.perf_counter() - start


def project(folder: Path) -> Path:
    """Copy what a run needs to a folder of its own, so that nothing here is touched."""
    for name in ("lib", "notebooks", "data", "docs", "CORRECTIONS.md", "requirements.lock"):
        source = REPO / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, folder / name)
    return folder


def ours(root: Path, *options, only: list[str] | None = None) -> dict:
    """Reproduce in a copy and return build/run.json; `only` keeps some subjects of the claims."""
    code = "from press.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", code, "reproduce", *options],
        cwd=root,
        text=True,
        env=ENV | {"FACTCHECK_ROOT": str(root), "PYTHONPATH": str(root / "lib")},
        capture_output=True,
    )
    if "Traceback" in done.stderr or not (root / "build/run.json").is_file():
        raise RuntimeError(done.stderr[-2000:])
    return json.loads((root / "build/run.json").read_text())


# --- the peers: each does a list of prepared notebooks in a folder, (source, cells with parameters)


def papermill_command(notebook: Path, out: Path) -> str:
    html = out.with_suffix("").name
    return (
        f"papermill --no-progress-bar --log-level ERROR {notebook} {out} --cwd {notebook.parent}"
        f" 2>/dev/null && jupyter nbconvert --log-level ERROR --to html --output {html} {out}"
    )


def papermill_loop(notebooks: list[Path], out: Path) -> None:
    for notebook in notebooks:
        run("sh", "-c", papermill_command(notebook, out / notebook.name))


def papermill_xargs(notebooks: list[Path], out: Path) -> None:
    xargs(papermill_command(notebook, out / notebook.name) for notebook in notebooks)


def nbconvert_execute(notebooks: list[Path], out: Path) -> None:
    options = f"--log-level ERROR --execute --to html --output-dir {out}"
    xargs(f"jupyter nbconvert {options} {notebook}" for notebook in notebooks)


def xargs(commands: Iterable[str]) -> None:
    """Run shell commands, as many at once as there are cores."""
    subprocess.run(
        ["xargs", "-0", "-P", str(CORES), "-I", "{}", "sh", "-c", "{}"],
        input="\0".join(commands),
        text=True,
        env=ENV,
        check=True,
        capture_output=True,
    )


def _html(notebook, path: Path) -> None:
    from nbconvert import HTMLExporter

    path.write_text(HTMLExporter().from_notebook_node(notebook)[0])


def one_by_papermill(notebook: Path, out: Path) -> None:
    import papermill

    done = papermill.execute_notebook(
        notebook, out / notebook.name, progress_bar=False, cwd=notebook.parent
    )
    _html(done, (out / notebook.name).with_suffix(".html"))


def one_by_nbclient(notebook: Path, out: Path) -> None:
    import nbformat
    from nbclient import NotebookClient

    done = NotebookClient(
        nbformat.read(notebook, 4),
        kernel_name="python3",
        resources={"metadata": {"path": str(notebook.parent)}},
    ).execute()
    _html(done, (out / notebook.name).with_suffix(".html"))


def one_by_ploomber(notebook: Path, out: Path) -> None:
    from ploomber_engine import execute_notebook

    done = execute_notebook(
        str(notebook), str(out / notebook.name), progress_bar=False, verbose=False
    )
    _html(done, (out / notebook.name).with_suffix(".html"))


def in_two_processes(one):
    def work(notebooks: list[Path], out: Path) -> None:
        with ProcessPoolExecutor(CORES) as pool:
            list(pool.map(one, notebooks, [out] * len(notebooks)))

    return work


def in_process(notebooks: list[Path], out: Path) -> None:
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); import bench; from pathlib import Path\n"
        "for name in sys.argv[3:]: bench.one_by_ploomber(Path(name), Path(sys.argv[2]))"
    )
    run(sys.executable, "-c", code, Path(__file__).parent, out, *notebooks, cwd=notebooks[0].parent)


def jupyter_cache(notebooks: list[Path], out: Path) -> None:
    cache = f"--cache-path={out / 'cache'}"
    run("sh", "-c", f"yes | jcache notebook {cache} add {' '.join(map(str, notebooks))}")
    run("jcache", "project", cache, "execute", "--executor", "local-parallel")


def nbmake(notebooks: list[Path], out: Path) -> None:
    run(
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "--nbmake",
        "-n",
        CORES,
        "--overwrite",
        "-p",
        "no:cacheprovider",
        *notebooks,
        cwd=out,
    )


def snakemake(notebooks: list[Path], out: Path) -> None:
    rules = [
        f"rule all:\n    input: {[str(out / nb.with_suffix('.html').name) for nb in notebooks]}"
    ]
    for at, nb in enumerate(notebooks):
        made = out / nb.name
        rules.append(
            f"rule r{at}:\n    output: {str(made.with_suffix('.html'))!r}\n"
            f"    shell: {papermill_command(nb, made)!r}"
        )
    (out / "Snakefile").write_text("\n".join(rules) + "\n")
    run("snakemake", "-c", CORES, "--quiet", "all", "-s", out / "Snakefile", cwd=out)


PEERS = {
    "papermill command line, a loop, + nbconvert": papermill_loop,
    "papermill command line, xargs -P2, + nbconvert": papermill_xargs,
    "papermill API, two processes": in_two_processes(one_by_papermill),
    "nbclient, two processes": in_two_processes(one_by_nbclient),
    "jupyter nbconvert --execute, xargs -P2": nbconvert_execute,
    "jupyter-cache, local-parallel (no HTML)": jupyter_cache,
    "Snakemake -c2 over papermill + nbconvert": snakemake,
    "nbmake, pytest-xdist -n2 (no HTML)": nbmake,
    "ploomber-engine, in process, serial (not isolated)": in_process,
}


# --- the limit: cells alone, in two warm processes


def cells_alone(names: list[str], root: str) -> float:
    """Execute the cells of runs one after the other in this warm process: seconds."""
    import nbformat

    from warm.server import KERNEL

    KERNEL.session.deliver = lambda message: None
    os.chdir(f"{root}/notebooks")
    start = time.perf_counter()
    for name in names:
        KERNEL.shell.reset(new_session=False)
        for cell in nbformat.read(name, 4).cells:
            if (
                cell.cell_type == "code"
                and not KERNEL.shell.run_cell(cell.source, silent=False).success
            ):
                raise RuntimeError(f"{name}: a cell failed")
    return time.perf_counter() - start


def limit(notebooks: list[Path], root: Path) -> float:
    """The longer of two warm processes that share the notebooks' cells."""
    from concurrent.futures import ThreadPoolExecutor

    from warm.process import in_fresh_process

    halves = [list(map(str, notebooks[half::CORES])) for half in range(CORES)]
    in_fresh_process(cells_alone, halves[0][:1], str(root))
    with ThreadPoolExecutor(CORES) as pool:
        return max(pool.map(lambda half: in_fresh_process(cells_alone, half, str(root)), halves))


def prepare(root: Path, folder: Path) -> tuple[list[Path], dict[str, Path]]:
    """Write every run's notebook with its parameters put in, beside the notebooks of a copy."""
    import papermill

    from press.run import plan

    made = {}
    for one in plan.of_all():
        path = root / "notebooks" / f"bench-{one.subject}.{one.moment}.ipynb"
        papermill.execute_notebook(
            root / one.notebook, path, one.parameters, prepare_only=True, progress_bar=False
        )
        made[one.name] = path
    return list(made.values()), made


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--rounds", type=int, default=5)
    asked.add_argument("--sample", type=int, default=10, help="how many runs the peers do")
    asked.add_argument("--many", type=int, default=0, help="also this many runs of one notebook")
    given = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        rows, facts = measure(Path(folder), given.rounds, given.sample)
        print(table(rows, facts))
        print(parity())
        if given.many:
            print(many(given.many))


def measure(folder: Path, rounds: int, sample: int) -> tuple[dict, dict]:
    root = project(folder / "project")
    os.environ["FACTCHECK_ROOT"] = ENV["FACTCHECK_ROOT"] = str(root)
    sys.path.insert(0, str(root / "lib"))
    notebooks, by_name = prepare(root, folder)
    chosen = notebooks[:: max(1, len(notebooks) // sample)][:sample]
    rows: dict[str, list[float]] = {}
    facts = {"runs": len(notebooks), "sample": len(chosen)}
    for number in range(rounds):
        print(f"round {number + 1} of {rounds}", file=sys.stderr, flush=True)
        for name, seconds in own_rows(root, by_name, facts):
            rows.setdefault(name, []).append(seconds)
        for name, peer in PEERS.items():
            out = Path(tempfile.mkdtemp(dir=folder))
            rows.setdefault(name, []).append(timed(peer, chosen, out) / len(chosen))
            print(f"  {name}: {rows[name][-1]:.2f} s a run", file=sys.stderr, flush=True)
            shutil.rmtree(out)
    return rows, facts


def own_rows(root: Path, by_name: dict, facts: dict):
    """This project: cold, nothing to do, one notebook edited, one table edited; and the limit."""
    shutil.rmtree(root / "build", ignore_errors=True)
    n = len(by_name)
    cold = timed(ours, root)
    story = json.loads((root / "build/run.json").read_text())
    executed = [by_name[f"{r['subject']} ({r['moment']})"] for r in story["runs"] if r["seconds"]]
    facts["executed"] = len(executed)
    yield "this project, all claims, cold", cold / n
    facts.setdefault("cold", []).append(cold)
    facts.setdefault("nothing", []).append(timed(ours, root))
    facts.setdefault("notebook", []).append(
        edited(root, "notebooks/removals_year.ipynb", "import charts", "import  charts")
    )
    table = root / "data/processed/ice_removals_by_year.csv"
    facts.setdefault("table", []).append(table_edited(root, table))
    facts.setdefault("limit", []).append(limit(executed, root))
    yield (
        "the limit: cells alone of the runs that it executes, two warm processes",
        facts["limit"][-1] / n,
    )


def edited(root: Path, name: str, old: str, new: str) -> float:
    """Edit a code cell, reproduce, put it back and reproduce: the first of the two in seconds."""
    text = (root / name).read_text()
    assert old in text
    (root / name).write_text(text.replace(old, new, 1))
    seconds = timed(ours, root)
    (root / name).write_text(text)
    ours(root)
    return seconds


def table_edited(root: Path, path: Path) -> float:
    """Add a row to a table, seal it, reproduce, put it back: seconds of the reproduction."""
    import hashlib

    sealed = root / "data/datapackage.yaml"
    before, package = path.read_text(), sealed.read_text()
    last = before.rstrip("\n").split("\n")[-1]
    after = before + last.replace(last.split(",")[0], "1999", 1) + "\n"
    sha = [hashlib.sha256(text.encode()).hexdigest() for text in (before, after)]
    assert sha[0] in package
    path.write_text(after)
    sealed.write_text(package.replace(*sha))
    seconds = timed(ours, root)
    path.write_text(before)
    sealed.write_text(package)
    ours(root)
    return seconds


def unlike_stock(name: str) -> str:
    """Execute one run by papermill's stock engine: how its outputs differ from what is kept."""
    import nbformat
    import papermill

    from factcheck.paths import root
    from kernels import AsyncIpcKernelManager  # two that start at once can take one TCP port
    from press import notebooks
    from press.run import plan

    one = next(r for r in plan.of_all() if r.name == name)
    stock = notebooks.normalised(
        papermill.execute_notebook(
            root() / one.notebook,
            None,
            one.parameters,
            progress_bar=False,
            kernel_name="python3",
            cwd=(root() / one.notebook).parent,
            kernel_manager_class=AsyncIpcKernelManager,
        )
    )
    kept = nbformat.read(root() / one.out, as_version=4)
    pairs = zip(stock.cells, kept.cells, strict=True)
    differs = [at for at, (a, b) in enumerate(pairs) if a.get("outputs") != b.get("outputs")]
    return f"{name}: cells {differs}" if differs else ""


def parity(moments: tuple = ("then", "now")) -> str:
    """Compare every run's outputs with those of papermill's stock engine, images included."""
    from press.run import plan

    names = [one.name for one in plan.of_all() if one.moment in moments]
    with ProcessPoolExecutor(CORES) as pool:
        found = list(filter(None, pool.map(unlike_stock, names)))
    return (
        f"\nParity: {len(names) - len(found)} of {len(names)} runs have the stock engine's "
        f"outputs, images included.{' Not: ' + '; '.join(found) if found else ''}"
    )


def many(n: int) -> str:
    """Run one parameterised notebook n times: time a run, the parent's and a child's memory."""
    import resource

    from press.run import execute, plan

    one = next(r for r in plan.of_all() if r.name == "P14.S2 (now)")
    start, marks, memory = time.perf_counter(), {}, {}
    for done, outcome in enumerate(execute.outcomes([one] * n, lambda run: None), 1):
        assert not outcome.error, outcome.error
        if done in (50, 200, n):
            marks[done] = time.perf_counter() - start
            memory[done] = int(Path("/proc/self/statm").read_text().split()[1]) * 4096 / 1e6
    first = (marks[200] - marks[50]) / 150
    rest = (marks[n] - marks[200]) / (n - 200)
    child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1e3
    return (
        f"\n{n:,} runs of one notebook: {first * 1000:.0f} ms a run at 200, "
        f"{rest * 1000:.0f} ms at {n:,} ({rest / first:.2f} times); "
        f"parent {memory[200]:.0f} MB at 200, {memory[n]:.0f} MB at {n:,}; "
        f"the largest child or server {child:.0f} MB."
    )


def table(rows: dict, facts: dict) -> str:
    """Write the medians, spreads and ratios as a Markdown table."""
    middle = {name: statistics.median(values) for name, values in rows.items()}
    own = middle["this project, all claims, cold"]
    lines = ["| way | median, ms a run | min..max | times this project |", "|---|---|---|---|"]
    for name, values in sorted(rows.items(), key=lambda item: middle[item[0]]):
        spread = f"{min(values) * 1000:.0f}..{max(values) * 1000:.0f}"
        lines.append(
            f"| {name} | {middle[name] * 1000:.0f} | {spread} | {middle[name] / own:.2f} |"
        )
    told = {
        name: statistics.median(facts[name])
        for name in ("cold", "nothing", "notebook", "table", "limit")
    }
    packages = (
        "papermill",
        "nbclient",
        "nbconvert",
        "ipykernel",
        "pandas",
        "seaborn",
        "jupyter-cache",
        "snakemake",
        "nbmake",
        "ploomber-engine",
    )
    lines += [
        "",
        f"All {facts['runs']} runs of 195 claims, {facts['executed']} of them executed: "
        f"cold {told['cold']:.1f} s with pages, nothing to do {told['nothing']:.2f} s, one "
        f"notebook edited {told['notebook']:.1f} s, one table edited {told['table']:.1f} s; "
        f"cold is {told['cold'] / told['limit']:.2f} times the cells alone. Peers did "
        f"{facts['sample']} of the runs.",
        "",
        f"{platform.platform()}, {os.cpu_count()} cores, Python {platform.python_version()}; "
        + ", ".join(f"{name} {version(name)}" for name in packages),
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
