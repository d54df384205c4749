"""The house: arrows between packages go one way, and each package stays as small as it is."""

import ast

import pytest

from invented import REPO

LIB = REPO / "lib"
# What of ours a package may import: a package, or a module of one.
MAY_IMPORT = {
    "factcheck": set(),
    "warm": set(),
    "measures": {"factcheck"},
    "press": {"factcheck", "warm", "measures.package"},
}
HEAVY = {"papermill", "nbconvert", "nbclient", "nbformat", "rich", "click", "mistune"}
# Statements, docstrings left out: more is a reason to look for what can go (docs/design.md, Sizes).
MOST = {"factcheck": 1402, "press": 864, "measures": 661, "warm": 343}
DOCUMENTED = (ast.Module, ast.ClassDef, ast.FunctionDef)


def trees(package: str) -> list[ast.Module]:
    return [ast.parse(path.read_text()) for path in (LIB / package).rglob("*.py")]


def imported(tree: ast.Module) -> set[str]:
    """All that a module imports, wherever in it, as package.module.name."""
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        if isinstance(node, ast.ImportFrom):
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def is_of(name: str, package: str) -> bool:
    return f"{name}.".startswith(f"{package}.")


def statements(tree: ast.Module) -> int:
    nodes = [*ast.walk(tree)]
    docstrings = [
        n for n in nodes if isinstance(n, DOCUMENTED) and ast.get_docstring(n) is not None
    ]
    return sum(isinstance(node, ast.stmt) for node in nodes) - len(docstrings)


@pytest.mark.parametrize("package", MAY_IMPORT)
def test_a_package_imports_only_what_is_below_it(package):
    names = set().union(*map(imported, trees(package)))
    others = {name for name in names if any(is_of(name, one) for one in {*MAY_IMPORT} - {package})}
    allowed = MAY_IMPORT[package]
    assert {name for name in others if not any(is_of(name, one) for one in allowed)} == set()


def test_the_shared_library_runs_no_notebook_and_prints_no_page():
    names = set().union(*map(imported, trees("factcheck")))
    assert not HEAVY & {name.split(".")[0] for name in names}


@pytest.mark.parametrize("package", MOST)
def test_a_package_has_no_more_statements_than_its_share(package):
    assert sum(map(statements, trees(package))) <= MOST[package]


def test_a_statement_is_counted_and_a_docstring_is_not():
    assert statements(ast.parse('"""Doc."""\n\ndef f():\n    """Doc."""\n    return 1\n')) == 2
