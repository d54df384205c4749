"""Find every series, compute it, and write all of them and the data package, or nothing."""

import sys
from collections.abc import Callable
from importlib import import_module
from inspect import getmembers, isfunction, signature
from pathlib import Path
from pkgutil import iter_modules

import pandas as pd

import measures
from factcheck.places import MARK, write
from measures import package, raw, rows
from measures.package import Card, PackageError


def build(root: Path, accept_raw: bool = False) -> int:
    """Rebuild all series under `root`; returns an exit code. A fault is one line on stderr.

    accept_raw: take changed raw tables as they are, instead of refusing them by name.
    """
    try:
        cards = package.cards(root)
        made = computed(raw.load(_raw(root, cards, accept_raw), cards), cards)
        tables = {_path(name): csv(table) for name, (table, _) in made.items()}
        whole = _package(root, tables, cards)
    except (rows.RawError, PackageError) as error:
        print(
            ": ".join(["make data", *getattr(error, "__notes__", []), str(error)]), file=sys.stderr
        )
        return 1
    for path, content in tables.items():
        write(root / "data" / path, content)
    write(root / MARK, whole)
    for name, (table, rows_in) in made.items():
        print(f"{name:36s} {rows_in:7,d} rows in {len(table):7,d} rows out")
    return 0


def all_series(root: Path) -> dict[str, pd.DataFrame]:
    """Compute every series from data/raw, by name, without writing it."""
    cards = package.cards(root)
    made = computed(raw.load(_raw(root, cards, accept=True), cards), cards)
    return {name: table for name, (table, _) in made.items()}


def described(root: Path) -> str:
    """Write the data package anew from the cards and the tables that are there."""
    cards = package.cards(root)
    series = {path: (root / "data" / path).read_bytes() for path in cards if "processed/" in path}
    return _package(root, series, cards)


def computed(tables: dict, cards: dict[str, Card]) -> dict[str, tuple[pd.DataFrame, int]]:
    """Compute every series from the raw tables, by name: its rows, and how many went in.

    Whatever is raised has the name of the series as a note.
    """
    made = {}
    for name, function in sorted(found(cards).items()):
        lengths: dict[str, int] = {}

        def read(table: str, lengths=lengths) -> pd.DataFrame:
            lengths[table] = len(tables[f"raw/{table}.csv"])
            return tables[f"raw/{table}.csv"].copy()

        try:
            made[name] = (function(read), sum(lengths.values()))
        except Exception as error:
            error.add_note(name)
            raise
    return made


def found(cards: dict[str, Card]) -> dict[str, Callable[[rows.Raw], pd.DataFrame]]:
    """Return the series by name: cards with `from`, and public functions here that take `raw`."""
    series = {Path(p).stem: rows.of_card(card) for p, card in cards.items() if "from" in card.told}
    for info in iter_modules(measures.__path__):
        module = import_module(f"measures.{info.name}")
        for name, function in getmembers(module, isfunction):
            own = function.__module__ == module.__name__ and not name.startswith("_")
            if own and list(signature(function).parameters) == ["raw"]:
                series[name] = function
    return series


def csv(table: pd.DataFrame) -> bytes:
    """Write a series as it is kept."""
    return table.to_csv(index=False, lineterminator="\n").encode()


def _raw(root: Path, cards: dict[str, Card], accept: bool) -> dict[str, bytes]:
    """Every raw table and the labels, by path; refused where changed."""
    data, sealed = root / "data", package.hashes(root)
    files = [*sorted((data / "raw").glob("*.csv")), data / raw.LABELS]
    contents = {str(file.relative_to(data)): file.read_bytes() for file in files}
    _matched(root, contents, {p: card for p, card in cards.items() if "processed/" not in p})
    for path, content in contents.items():
        if not accept and sealed.get(path) != package.sealed(content)["hash"]:
            raise PackageError(
                f"data/{path} is not what {MARK} says (sha256 differs): "
                "restore it from git, or `make data ACCEPT=1` if you meant to change it"
            )
    return contents


def _package(root: Path, series: dict[str, bytes], cards: dict[str, Card]) -> str:
    """The package of the raw tables, of `series`, and of what others write beside them."""
    files = {path: root / "data" / path for path in cards if path not in series}
    others = {path: file.read_bytes() for path, file in files.items() if file.is_file()}
    later = {path for path, card in cards.items() if "written_by" in card.told}
    strays = {p for p in others if "processed/" in p} - later
    tables = series | {path: others[path] for path in others.keys() - strays}
    expected = {p: card for p, card in cards.items() if p not in later or p in tables}
    _matched(root, tables, expected)
    for path, content in series.items():
        package.held(cards[path], package.header(content))
    return package.written(root, tables, cards)


def _matched(root: Path, tables: dict[str, bytes], cards: dict[str, Card]) -> None:
    """Raise PackageError for a table without a card and for a card without a table."""
    for path in cards.keys() - tables.keys():
        raise PackageError(
            f"data/{path} is missing: restore it (git) or its series, or delete {package.card_of(path)}"
        )
    for path, content in tables.items():
        if path not in cards:
            card = package.stub(root, path, package.header(content))
            raise PackageError(f"data/{path} has no card: write {package.card_of(path)}\n{card}")


def _path(name: str) -> str:
    return f"processed/{name}.csv"
