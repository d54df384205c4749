"""The packages' arrows go one way, and the library that notebooks share stays small."""

import ast

import pytest

from invented import REPO

LIB = REPO / "lib"
MAY_IMPORT = {
    "factcheck": set(),
    "warm": set(),
    "measures": {"factcheck"},
    "press": {"factcheck", "warm"},
}
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
    files = [path.read_text().splitlines() for path in (LIB / "factcheck").glob("*.*")]
    assert sum(map(len, files)) < LIMIT  # templates apart


def test_no_line_of_code_is_too_long_to_read():
    assert [
        f"{path.name}:{number}"
        for path in LIB.rglob("*.py")
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if len(line) > 100
    ] == []
