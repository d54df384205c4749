"""What is run again and why; what was kept and spoilt; a run of today that serves as then."""

import json
import os
import shutil
import signal
import subprocess
import sys

import commands
import nbformat
import pytest
from commands import COMMAND, half_written
from nbformat.v4 import new_markdown_cell
from test_stopped import wait_for

from factcheck.places import fingerprint
from invented import ALIKE, APART, CODE, COUNTS, ENTRY, PARAMETERS, REPO, Project, invented, ruled
from press.run import cache

# C901 and P1.S1 read nothing newer than the article; the others do, or may.
ONCE = {"C901", "P1.S1"}
TWICE = {"C902", "C903", "C904", "P1.S2"}
OF = {name: {f"{name} (then)", f"{name} (now)"} for name in ONCE | TWICE}
ALL = set.union(*OF.values())
DERIVED = "as the run of today, which read nothing newer"
UNDATED = COUNTS + "2024,leaf,271,271,removals,,agency,,unknown,\n"
TWO_RUNS = """\
import json, sys
from pathlib import Path
from factcheck import ledger
from factcheck.places import root
from press.run import cache, engine, plan
from warm.process import in_fresh_process
for subject in sys.argv[1:]:
    claim = next(c for c in ledger.claims().values() if c.subject == subject)
    then, now = plan.of_claim(claim)
    found = in_fresh_process(engine.execute, now)
    cache.keep(now, found, 1)
    kept, why = cache.look(now)
    assert not why and cache.serves_as_then(kept), (subject, why)
    derived = cache.as_then(then, kept, (root() / now.out).read_text())
    executed = in_fresh_process(engine.execute, then)
    for found in derived, executed:     # a page shows today's story, and the charts of both
        found["charts"] = found.pop("html")["charts"]
    for part in executed:
        print(subject, part, derived[part] == executed[part])
"""


def environment(project) -> dict[str, str]:
    """The project's own copy of the library is in use, which a test may change."""
    return commands.environment(project) | {"PYTHONPATH": str(project.root / "lib")}


def factcheck(project, *words: str, **more: str) -> subprocess.CompletedProcess:
    return commands.factcheck(project, *words, **environment(project), **more)


def claim_in(
    project,
    notebook: str,
    claim: str,
    counted_by: str,
    kind: str = "quantity",
    table: str = "counts",
) -> None:
    text = PARAMETERS.replace("C901", claim).replace('"report"', f'"{counted_by}"')
    project.notebook(notebook, CODE.replace('"counts"', f'"{table}"'), text)
    project.write(
        f"notebooks/{notebook}.claims.yml",
        ENTRY.format(id=claim, asserted="at least 271").replace("kind: quantity", f"kind: {kind}"),
    )


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Six subjects, run and accepted: see ONCE and TWICE."""
    project = invented(tmp_path_factory.mktemp("made"))
    shutil.copytree(
        REPO / "lib", project.root / "lib", ignore=shutil.ignore_patterns("__pycache__")
    )
    project.write("requirements.lock", "pandas==1\n")
    project.table("undated", UNDATED)
    claim_in(project, "newer", "C902", "rows")
    claim_in(project, "undated", "C903", "leaf", table="undated")
    claim_in(project, "forecast", "C904", "report", kind="forecast")
    project.rulings(ruled("C905", ALIKE, sentence="P1.S1"), ruled("C906", APART, supports="[C901]"))
    ran = factcheck(project, "reproduce")
    assert "0 failed runs" in ran.stdout, ran.stdout + ran.stderr
    shutil.copytree(project.root / "build", project.root / "first")
    accepted = factcheck(project, "accept", "--yes")
    assert accepted.returncode == 0, accepted.stderr
    # Accepting writes the notebooks anew, outputs and papermill's metadata in place.
    assert set(again(project).values()) <= {"text", DERIVED}
    return project


@pytest.fixture
def kept(made, tmp_path):
    """A copy of the project, with all that its run left."""
    shutil.copytree(made.root, tmp_path / "p")
    return Project(tmp_path / "p")


def whys(project, folder: str = "build") -> dict[str, str]:
    """Why each run was not taken as it was kept."""
    runs = json.loads((project.root / folder / "run.json").read_text())["runs"]
    return {run["name"]: run["why"] for run in runs if run["why"]}


def again(project, *words: str, code: int = 0, **more: str) -> dict[str, str]:
    ran = factcheck(project, "reproduce", *words, **more)
    assert ran.returncode == code and "Traceback" not in ran.stderr, ran.stdout + ran.stderr
    return whys(project)


def left(project) -> dict[str, bytes]:
    """All that a run leaves, less run.json, which tells of its own time."""
    return {
        str(path.relative_to(project.root)): path.read_bytes()
        for path in sorted((project.root / "build").rglob("*"))
        if path.is_file() and path.name != "run.json"
    }


def unlike(some: dict[str, bytes], others: dict[str, bytes]) -> list[str]:
    """Files that differ, each with the first lines that do."""
    told = []
    for name in sorted(some | others):
        a, b = (files.get(name, b"").decode().splitlines() for files in (some, others))
        if a != b:
            told.append(f"{name}: {[pair for pair in zip(a, b) if pair[0] != pair[1]][:2]}")
    return told


def edit(project, path: str, old: str, new: str) -> None:
    text = (project.root / path).read_text()
    assert old in text
    project.write(path, text.replace(old, new))


def edit_notebook(project, name: str, change) -> None:
    path = project.root / f"notebooks/{name}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    change(notebook)
    project.write(f"notebooks/{name}.ipynb", nbformat.writes(notebook))


def executed(project, name: str = "C901") -> list[tuple]:
    """The counts and outputs of a run's code cells."""
    cells = nbformat.read(project.root / f"build/notebooks/{name}.ipynb", as_version=4).cells
    return [(c.execution_count, c.outputs) for c in cells if c.cell_type == "code"]


# --- what runs again, and why


def test_a_second_run_executes_nothing_and_leaves_every_byte(kept):
    before = left(kept)
    assert again(kept) == {}
    after = left(kept)
    assert after == before and "build/results.json" in before
    assert "build/site/claims/C901.html" in before


def test_a_changed_code_cell_runs_its_notebook_again_and_says_code(kept):
    edit_notebook(
        kept,
        "newer",
        lambda book: book.cells[1].update(
            source=book.cells[1].source.replace("case.conclude()", "1 + 1\ncase.conclude()")
        ),
    )
    assert again(kept) == dict.fromkeys(OF["C902"], "code")


def test_a_changed_parameter_runs_its_claim_again_and_says_parameters(kept):
    edit(kept, "notebooks/newer.claims.yml", "at least 271", "at least 272")
    found = again(kept)
    assert set(found) == OF["C902"] and all("parameters" in why for why in found.values())


def test_a_resealed_table_runs_again_those_that_read_it_and_names_it(kept):
    kept.table("undated", UNDATED + "2022,leaf,72,72,removals,,agency,,unknown,\n")
    assert again(kept) == dict.fromkeys(OF["C903"], "table undated")


def test_a_changed_lock_runs_all_again_and_says_lock(kept):
    kept.write("requirements.lock", "pandas==2\n")
    found = again(kept)
    assert set(found) == ALL and set(found.values()) == {"lock", DERIVED}
    assert {name for name, why in found.items() if why == DERIVED} == {
        f"{name} (then)" for name in ONCE
    }


@pytest.mark.parametrize(
    "path, why",
    [
        ("factcheck/figure.py", "library module figure"),
        ("warm/kernel.py", "library warm"),
        ("press/site/templates/notebook/index.html.j2", "text"),
        ("press/site/pages.py", ""),
    ],
)
def test_a_changed_part_of_the_library_runs_all_that_reach_it_and_is_named(kept, path, why):
    file = kept.root / "lib" / path
    file.write_text(file.read_text() + ("{# new #}" if path.endswith("j2") else "\n# new\n"))
    found = again(kept)
    assert set(found) == (ALL if why else set())
    assert set(found.values()) <= {why, DERIVED}


def test_new_words_of_a_claim_run_again_the_ruling_that_cites_it(kept):
    page = (kept.root / "build/site/sentences/P1.S2.html").read_text()
    assert "removed some people" in page
    edit(kept, "notebooks/counts.claims.yml", "removed some people", "removed many people")
    found = again(kept)
    assert OF["C901"] <= set(found)
    page = (kept.root / "build/site/sentences/P1.S2.html").read_text()
    assert "removed many people" in page and "removed some people" not in page


# --- what is only shown


def test_changed_prose_is_rendered_and_nothing_executed(kept):
    before = executed(kept), executed(kept, "C901.then")
    edit_notebook(
        kept, "counts", lambda book: book.cells.insert(1, new_markdown_cell("A *new* remark."))
    )
    found = again(kept)
    assert found["C901 (now)"] == "text" and set(found) <= OF["C901"]
    assert (executed(kept), executed(kept, "C901.then")) == before
    assert "A <em>new</em> remark." in (kept.root / "build/site/claims/C901.html").read_text()


CHANGES = {
    "prose": lambda book: book.cells.append(new_markdown_cell("At the end.")),
    "cell": lambda book: book.cells[1].metadata.update(collapsed=True),
    "notebook": lambda book: book.metadata.update(title="T"),
    "outputs": lambda book: book.cells[1].outputs.clear(),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_is_rendered_again_is_what_an_execution_gives(kept, change):
    before = executed(kept)
    edit_notebook(kept, "counts", CHANGES[change])
    found = again(kept)
    assert set(found) <= OF["C901"] and set(found.values()) <= {"text", DERIVED}
    assert executed(kept) == before
    rendered = left(kept)
    again(kept, "--force")
    assert [line for line in unlike(rendered, left(kept)) if ".json: " not in line] == []


def test_moved_prose_is_rendered_where_it_now_stands(kept):
    edit_notebook(kept, "counts", lambda book: book.cells.insert(1, new_markdown_cell("Movable.")))
    again(kept)
    edit_notebook(kept, "counts", lambda book: book.cells.append(book.cells.pop(1)))
    assert again(kept).get("C901 (now)") == "text"
    cells = nbformat.read(kept.root / "build/notebooks/C901.ipynb", as_version=4).cells
    assert cells[-1].source == "Movable."


# --- what was kept and is not sound


def forge(project, subject: str, moment: str, change) -> None:
    path = project.root / f"build/cache/{subject}.{moment}.json"
    entry = json.loads(path.read_text())
    change(entry)
    path.write_text(json.dumps(entry))


def truncated(path) -> None:
    path.write_bytes(path.read_bytes()[:-9])


@pytest.mark.parametrize(
    "path, damage",
    [
        ("cache/C902.now.json", truncated),
        ("cache/C902.now.json", lambda p: p.write_text("[]")),
        ("notebooks/C902.ipynb", truncated),
        ("cache/C902.now.html.json", lambda p: p.unlink()),
    ],
)
def test_what_was_damaged_by_hand_is_noticed_and_made_again(kept, path, damage):
    before = left(kept)
    damage(kept.root / "build" / path)
    assert set(again(kept)) == {"C902 (now)"}
    after = left(kept)
    assert {n for n in before if after[n] != before[n]} <= {"build/cache/C902.now.json"}
    assert again(kept) == {}


@pytest.mark.parametrize("key", ["newest", "html"])
def test_an_entry_that_lacks_a_part_is_made_again(kept, key):
    forge(kept, "C902", "now", lambda entry: entry.pop(key))
    assert set(again(kept)) == {"C902 (now)"}


def test_a_verdict_changed_by_hand_in_what_was_kept_is_noticed(kept):
    before = (kept.root / "build/results.json").read_bytes()
    forge(kept, "C902", "now", lambda entry: entry["records"]["C902"].update(verdict="open"))
    again(kept)
    assert (kept.root / "build/results.json").read_bytes() == before


@pytest.mark.parametrize("path", ["site/claims/C901.html"])
def test_a_page_damaged_by_hand_is_written_again(kept, path):
    before = left(kept)
    (kept.root / "build" / path).write_text("spoilt")
    assert again(kept) == {}
    assert left(kept) == before


def test_force_runs_all(kept):
    before = (kept.root / "build/results.json").read_bytes()
    found = again(kept, FORCE="1")
    assert set(found) == ALL and set(found.values()) == {"forced", DERIVED}
    assert (kept.root / "build/results.json").read_bytes() == before


# --- verify


def forged_everywhere(project) -> None:
    """Change every kept notebook and its hashes: nothing but an execution can tell."""

    def seal(entry: dict) -> None:
        entry["notebook"] = fingerprint(text)
        entry["sum"] = cache._sum(entry)

    for name in ONCE | TWICE:
        for moment in ("then", "now"):
            path = project.root / f"build/notebooks/{name}{'.then' * (moment == 'then')}.ipynb"
            text = path.read_text().replace('"execution_count": 2', '"execution_count": 3')
            path.write_text(text)
            forge(project, name, moment, seal)


def test_verify_finds_what_only_an_execution_can_tell(kept):
    forged_everywhere(kept)
    assert again(kept) == {}
    ran = factcheck(kept, "reproduce", VERIFY="1")
    assert ran.returncode == 1
    assert ran.stdout.count("executed again it differs from what was kept") == 2
    assert "verified: 2 runs executed again" in ran.stdout


def test_verify_finds_nothing_where_all_is_sound(kept):
    ran = factcheck(kept, "reproduce", "--verify")
    assert ran.returncode == 0 and "verified: 2 runs executed again" in ran.stdout
    assert "not the same" not in ran.stdout


# --- two at once, and one that is stopped


def test_two_at_once_do_not_harm_each_other(kept):
    before = left(kept)
    shutil.rmtree(kept.root / "build")
    both = [
        subprocess.Popen(
            [*COMMAND, "reproduce"],
            env=environment(kept),
            cwd=kept.root,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        for _ in range(2)
    ]
    said = [run.communicate(timeout=120)[0] for run in both]
    assert [run.returncode for run in both] == [0, 0], said
    after = left(kept)
    same = [n for n in before if "/cache/" not in n and "first/" not in n]
    assert [n for n in same if after.get(n) != before[n]] == [] and half_written(kept) == []
    assert again(kept) == {}


def test_what_had_finished_when_a_run_was_stopped_is_used_by_the_next(kept):
    shutil.rmtree(kept.root / "build")
    began, go = kept.root / "began", kept.root / "go"
    edit_notebook(
        kept,
        "undated",
        lambda book: book.cells[1].update(
            source=(
                f"import pathlib, time\npathlib.Path({str(began)!r}).touch()\n"
                f"while not pathlib.Path({str(go)!r}).exists():\n    time.sleep(0.1)\n"
                + book.cells[1].source
            )
        ),
    )
    run = subprocess.Popen(
        [*COMMAND, "reproduce"],
        env=environment(kept),
        cwd=kept.root,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        wait_for(began.exists)
        others = [kept.root / f"build/cache/{name}.now.json" for name in OF if name != "C903"]
        try:
            wait_for(lambda: all(path.exists() for path in others), 10)
        except AssertionError:
            pass  # the next run tells
        os.killpg(run.pid, signal.SIGINT)
        _, error = run.communicate(timeout=30)
    finally:
        run.kill()
        run.wait()
    assert run.returncode == 130 and "what had finished is kept" in error
    go.touch()
    found = again(kept)
    assert "C903 (now)" in found
    assert [name for name in OF if name != "C903" and f"{name} (now)" in found] == []


# --- a run of today that serves as the article's day


def test_what_reads_nothing_newer_is_executed_once_and_all_else_twice(made):
    found = whys(made, "first")
    assert {n for n, why in found.items() if why == DERIVED} == {f"{n} (then)" for n in ONCE}
    assert {n for n, why in found.items() if why == "not run before"} == ALL - {
        f"{n} (then)" for n in ONCE
    }


@pytest.mark.parametrize(
    "claim, then, now",
    [
        ("C901", "supported", "supported"),
        ("C902", "cannot_check", "supported"),
        ("C903", "cannot_check", "supported"),
        ("C904", "open", "supported"),
        ("C905", "supported", "supported"),
        ("C906", "cannot_check", "contradicted"),
    ],
)
def test_the_verdicts_are_those_of_each_day(made, claim, then, now):
    results = json.loads((made.root / "build/results.json").read_text())
    entry = next(e for e in results if e["id"] == claim)
    assert (entry["then"]["verdict"], entry["now"]["verdict"]) == (then, now)


@pytest.mark.parametrize("claim, name", [("C901", "C901"), ("C905", "P1.S1")])
def test_a_notebook_taken_from_today_is_what_executing_it_as_of_the_day_gives(kept, claim, name):
    ran = factcheck(kept, "run", claim, "--as-of", "2025-03-11")
    assert ran.returncode == 0, ran.stdout
    (alone,) = (kept.root / "build/runs").iterdir()
    assert alone.read_bytes() == (kept.root / f"build/notebooks/{name}.then.ipynb").read_bytes()


def test_real_claims_taken_from_today_are_what_their_execution_gives(copy):
    ran = subprocess.run(
        [sys.executable, "-c", TWO_RUNS, "C113", "C072", "P14.S2"],
        text=True,
        capture_output=True,
        env=commands.environment(copy),
        cwd=copy.root,
        timeout=120,
    )
    assert ran.returncode == 0, ran.stderr
    lines = ran.stdout.splitlines()
    assert len(lines) == 9 and [line for line in lines if not line.endswith("True")] == []
