"""The packages' arrows go one way, and the library that notebooks share stays small."""

import ast

import pytest
from invented import REPO

LIB = REPO / "lib"
MAY_IMPORT = {"factcheck": set(), "warm": set(), "measures": {"factcheck"},
              "press": {"factcheck", "warm"}}
HEAVY = {"papermill", "nbconvert", "nbclient", "nbformat", "rich", "click", "mistune"}
LIMIT = 2000


def imported(path) -> set[str]:
    """The packages that a module imports, wherever in it."""
    nodes = [*ast.walk(ast.parse(path.read_text()))]
    named = [a.name for n in nodes if isinstance(n, ast.Import) for a in n.names]
    named += [n.module for n in nodes if isinstance(n, ast.ImportFrom)]
    return {name.split(".")[0] for name in named}


@pytest.mark.parametrize("package", MAY_IMPORT)
def test_a_package_imports_only_what_is_below_it(package):
    found = set().union(*map(imported, (LIB / package).rglob("*.py")))
    assert found & set(MAY_IMPORT) - {package} == MAY_IMPORT[package]


def test_the_shared_library_runs_no_notebook_and_prints_no_page():
    assert not HEAVY & set().union(*map(imported, (LIB / "factcheck").rglob("*.py")))


def test_the_shared_library_is_small():
    files = [path for path in LIB.glob("factcheck/*.*") if path.is_file()]     # no templates
    lines = [line for path in files for line in path.read_text().splitlines()]
    assert len(lines) < LIMIT and max(map(len, lines)) <= 100
