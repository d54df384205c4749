"""What a run's result hangs on: each part that moves is named, and nothing else moves it."""

import pytest
from edits import append, edit, in_notebook
from nbformat.v4 import new_markdown_cell

from factcheck import ledger
from invented import COUNTS, SOURCES, invented, ruled
from press.run import keys, plan
from press.run.keys import Reason


def parts(press, subject: str = "C901") -> dict[str, str]:
    """The parts of a run of today that read the table counts, of two sources."""
    press.new_command()
    claim = next(c for c in ledger.claims().values() if c.subject == subject)
    then, now = plan.of_claim(claim)
    return keys.parts(now, ["counts"], ["agency", "press"])


def names_moved(press, change, subject: str = "C901") -> set[str]:
    before = parts(press, subject)
    change(press.project)
    reason = keys.moved(before, parts(press, subject))
    return set(reason.moved) if reason else set()


CLAIMS = "notebooks/counts.claims.yml"
MOVES = {
    "a code cell": (
        in_notebook(lambda book: book.cells[1].update(source=book.cells[1].source + "1\n")),
        {"notebook"},
    ),
    "a markdown cell": (
        in_notebook(lambda book: book.cells.append(new_markdown_cell("A remark."))),
        {"notebook"},
    ),
    "the order of cells": (in_notebook(lambda book: book.cells.reverse()), {"notebook"}),
    "a default": (
        edit("notebooks/counts.ipynb", "2024", "2023"),
        {"notebook", "parameters", "claim"},
    ),
    "the article's words": (edit(CLAIMS, "at least 271", "about 271"), {"parameters", "claim"}),
    "our wording": (edit(CLAIMS, "some people", "many people"), {"claim"}),
    "a choice": (append(CLAIMS, "  choices: {counted_by: [report, rows]}\n"), {"claim"}),
    "the lock": (append("requirements.lock", "numpy==1\n"), {"lock"}),
    "the article's day": (edit("notebooks/article.yml", "2025-03-11", "2025-03-12"), {"article"}),
    "a table": (
        lambda project: project.table("counts", COUNTS.replace("142,142", "143,143")),
        {"table counts"},
    ),
    "a source": (edit("data/raw/sources.csv", "Annual report", "Yearly report"), {"source agency"}),
    "a barred source": (
        lambda project: project.write(
            "data/raw/sources.csv", SOURCES.replace("excerpt,no,yes", "excerpt,no,no")
        ),
        {"source press"},
    ),
    "a module": (append("lib/factcheck/figure.py", "# new\n"), {"library module figure"}),
    "a new module": (
        lambda project: project.write("lib/factcheck/newest.py", ""),
        {"library module newest"},
    ),
    "the engine": (append("lib/warm/engine.py", "# new\n"), {"what executes it"}),
    "the server": (append("lib/warm/server.py", "# new\n"), {"what executes it"}),
    "how it is written": (append("lib/press/notebooks.py", "# new\n"), {"what executes it"}),
    "a template": (append("lib/factcheck/templates/parts.html.j2", " "), {"library templates"}),
}


@pytest.mark.parametrize("changed", MOVES)
def test_what_moves_is_named(kept, changed):
    change, names = MOVES[changed]
    assert names_moved(kept, change) == names


@pytest.mark.parametrize("subject", ["C901", "P1.S2"])
def test_another_python_moves_the_lock(kept, monkeypatch, subject):
    before = parts(kept, subject)
    monkeypatch.setattr("platform.python_version_tuple", lambda: ("3", "99", "0"))
    assert keys.moved(before, parts(kept, subject)) == Reason(moved=("lock",))


STAYS = {
    "outputs": in_notebook(lambda book: book.cells[1].outputs.clear()),
    "metadata": in_notebook(lambda book: book.metadata.update(title="T")),
    "how a cell looks": in_notebook(lambda book: book.cells[1].metadata.update(collapsed=True)),
    "a table that was not read": lambda project: project.table("undated", COUNTS),
    "a source that was not named": edit("data/raw/sources.csv", "Rows", "Records"),
    "a source that is new": append(
        "data/raw/sources.csv",
        "more,M,T,https://more.example/,2025-01-01,stated,primary,whole,no,yes\n",
    ),
    "another notebook": edit("notebooks/newer.ipynb", "2024", "2023"),
    "another claim": edit("notebooks/newer.claims.yml", "some people", "many people"),
}


@pytest.mark.parametrize("changed", STAYS)
def test_what_a_result_does_not_hang_on_moves_nothing(kept, changed):
    assert names_moved(kept, STAYS[changed]) == set()


@pytest.mark.parametrize(
    "change",
    [
        edit(CLAIMS, "some people", "many people"),  # C901, which it cites
        append("notebooks/record.claims.yml", ruled("C907")),  # one more row of its sentence
        edit("notebooks/record.claims.yml", "says otherwise", "denies it"),
    ],
)
def test_a_ruling_hangs_on_its_sentence_s_rows_and_on_what_it_cites(kept, change):
    assert names_moved(kept, change, "P1.S2") == {"claim"}


def test_two_projects_in_one_process_are_kept_apart(tmp_path, monkeypatch):
    found = []
    for name, words in (("one", "at least 271"), ("other", "at least 272")):
        monkeypatch.setenv("FACTCHECK_ROOT", str(tmp_path / name))
        project = invented(tmp_path / name)
        project.claim("counts", "C901", words)
        project.write("requirements.lock", f"{name}==1\n")
        project.write("data/raw/sources.csv", SOURCES.replace("Annual report", name))
        run = plan.of_claim(ledger.get("C901"))[1]
        found.append(keys.parts(run, ["counts"], ["agency"]))
    moved = keys.moved(*found)
    assert moved and set(moved.moved) == {"claim", "lock", "parameters", "source agency"}


def test_a_claim_s_subject_and_day_are_in_its_parameters(kept):
    then, now = plan.of_claim(ledger.get("C901"))
    at_both = [keys.parts(run, ["counts"], ["agency"]) for run in (then, now)]
    assert keys.moved(*at_both) == Reason(moved=("parameters",))


@pytest.mark.parametrize(
    "reason, sentence",
    [
        (Reason(moved=("notebook",)), "notebook"),
        (Reason(moved=("lock", "claim", "table a")), "lock, claim, table a"),
        (Reason(moved=("lock", "claim", "table a", "table b")), "lock, claim, table a and more"),
        (keys.NEW, "not run before"),
        (keys.DAMAGED, "its cache entry was damaged"),
    ],
)
def test_a_reason_is_said_in_a_few_words(reason, sentence):
    assert str(reason) == sentence
