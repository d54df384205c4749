"""Fixtures of the press: an invented project whose notebooks are executed in this process."""

import shutil

import here
import pytest

from invented import ALIKE, APART, CODE, COUNTS, ENTRY, PARAMETERS, REPO, Project, invented, ruled
from press.run import keys

UNDATED = COUNTS + "2024,leaf,271,271,removals,,agency,,unknown,\n"


@pytest.fixture
def press(project):
    """The press of the invented project of one claim."""
    with here.press(project) as made:
        yield made


@pytest.fixture(scope="session")
def collection(tmp_path_factory):
    """Six subjects that ran, four claims and two sentences, beside a library of their own.

    C902 rests on figures newer than the article, C903 on undated ones; C904 is a forecast; C905
    and C906 are ruled on, and C906 cites C901.
    """
    project = invented(tmp_path_factory.mktemp("collection"))
    for package in ("factcheck", "warm", "press"):
        left_out = shutil.ignore_patterns("__pycache__")
        shutil.copytree(REPO / "lib" / package, project.root / "lib" / package, ignore=left_out)
    project.write("requirements.lock", "pandas==1\n")
    project.table("undated", UNDATED)
    _computed(project, "newer", "C902", "rows")
    _computed(project, "undated", "C903", "leaf")
    _computed(project, "forecast", "C904", "report", kind="forecast")
    project.rulings(ruled("C905", ALIKE, sentence="P1.S1"), ruled("C906", APART, supports="[C901]"))
    with pytest.MonkeyPatch.context() as patched, here.press(project) as press:
        _own_library(patched, project)
        first = press.runs()
    return project, first


@pytest.fixture
def kept(collection, tmp_path, monkeypatch):
    """The press of a copy of the collection, with all that its first run left."""
    shutil.copytree(collection[0].root, tmp_path / "p")
    project = Project(tmp_path / "p")
    _own_library(monkeypatch, project)
    with here.press(project) as press:
        yield press


def _own_library(monkeypatch, project: Project) -> None:
    """Let the keys look at the project's own copy of the library, which a test may change."""
    library = project.root / "lib/factcheck"
    executes = [project.root / path.relative_to(REPO) for path in keys.EXECUTES]
    monkeypatch.setattr(keys, "LIBRARY", library)
    monkeypatch.setattr(keys, "EXECUTES", executes)


def _computed(project: Project, notebook: str, claim: str, counted_by: str, kind="quantity"):
    table = "undated" if counted_by == "leaf" else "counts"
    parameters = PARAMETERS.replace("C901", claim).replace('"report"', f'"{counted_by}"')
    project.notebook(notebook, CODE.replace('"counts"', f'"{table}"'), parameters)
    entry = ENTRY.format(id=claim, asserted="at least 271")
    project.write(f"notebooks/{notebook}.claims.yml", entry.replace("quantity", kind))
