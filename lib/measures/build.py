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
from measures import package, raw
from measures.package import Card, CardError
from measures.raw import Raw, RawError


def build(root: Path, accept_raw: bool = False) -> int:
    """Rebuild all series under `root`; returns an exit code. A fault is one line on stderr.

    accept_raw: take changed raw tables as they are, instead of refusing them by name.
    """
    try:
        cards = package.cards(root)
        contents = _raw_contents(root, cards, accept_raw)
        made = computed(raw.load(contents, cards))
        for name, (table, _) in made.items():
            _held_against_card(root, name, table, cards)
        tables = contents | _written(root, made, cards)
        text = package.package(root, tables)
    except (RawError, CardError) as error:
        print(f"make data: {error}", file=sys.stderr)
        return 1
    for name, (table, rows_in) in made.items():
        write(root / "data" / _path(name), tables[_path(name)])
        print(f"{name:36s} {rows_in:7,d} rows in {len(table):7,d} rows out")
    write(root / MARK, text)
    return 0


def all_series(root: Path) -> dict[str, pd.DataFrame]:
    """Compute every series from data/raw, by name, without writing it."""
    cards = package.cards(root)
    made = computed(raw.load(_raw_contents(root, cards, accept=True), cards))
    return {name: table for name, (table, _) in made.items()}


def computed(tables: dict[str, pd.DataFrame]) -> dict[str, tuple[pd.DataFrame, int]]:
    """Compute every series from the raw tables, by name: its rows, and how many went in.

    Raises RawError, which names the series; any other error is one of its code and says so too.
    """
    made = {}
    for name, function in found().items():
        reader = Raw(tables)
        try:
            made[name] = (function(reader), sum(reader.read.values()))
        except RawError as error:
            error.series = name
            raise
        except Exception as error:
            error.add_note(f"in the series {name}, which read {', '.join(reader.read)}")
            raise
    return made


def found() -> dict[str, Callable[[Raw], pd.DataFrame]]:
    """Return the series by name: every public function of this package that takes `raw`."""
    series = {}
    for info in iter_modules(measures.__path__):
        module = import_module(f"measures.{info.name}")
        for name, function in getmembers(module, isfunction):
            own = function.__module__ == module.__name__ and not name.startswith("_")
            if own and list(signature(function).parameters) == ["raw"]:
                series[name] = function
    return series


def _raw_contents(root: Path, cards: dict[str, Card], accept: bool) -> dict[str, bytes]:
    """Every raw table and the labels, by path; refused where changed, or without a card."""
    data, sealed = root / "data", package.hashes(root)
    files = [*sorted((data / "raw").glob("*.csv")), data / raw.LABELS]
    contents = {str(file.relative_to(data)): file.read_bytes() for file in files}
    for path in cards:
        if not path.startswith("processed/") and path not in contents:
            raise CardError(
                f"data/{path} is missing: restore it from git, or delete {cards[path].file}"
            )
    for path, content in contents.items():
        if path not in cards:
            raise _no_card(root, path, raw.as_text(content))
        if not accept and sealed.get(path) != package.hashed(content):
            raise RawError(
                path,
                0,
                f"it is not what {MARK} says (sha256 differs): "
                "restore it from git, or `make data ACCEPT=1` if you meant to change it",
            )
    return contents


def _held_against_card(root: Path, name: str, table: pd.DataFrame, cards: dict[str, Card]) -> None:
    path = _path(name)
    if path not in cards:
        raise _no_card(root, path, table)
    card = cards[path]
    for column in card.fields.keys() ^ set(table.columns):
        raise CardError(f"{card.file}: only one of it and the series has the column {column}")
    if set(table["unit"]) != {card.unit}:
        raise CardError(f"{card.file}: its unit is not the series', {table['unit'].iloc[0]}")


def _no_card(root: Path, path: str, table: pd.DataFrame) -> CardError:
    kinds = {column: raw.looks_like(table[column]) for column in table}
    unit = table["unit"].iloc[0] if path.startswith("processed/") else ""
    stub = package.stub(root, path, kinds, unit)
    return CardError(f"data/{path} has no card: write {package.card_of(path)}, such as\n{stub}")


def _written(root: Path, made: dict, cards: dict[str, Card]) -> dict[str, bytes]:
    """What stands in data/processed afterwards: the series, and what others write there."""
    tables = {_path(name): _csv(table) for name, (table, _) in made.items()}
    for path, card in cards.items():
        if not path.startswith("processed/") or path in tables:
            continue
        if not card.written_by:
            raise CardError(f"{card.file} describes no series: delete it, and data/{path}")
        if (root / "data" / path).is_file():
            tables[path] = (root / "data" / path).read_bytes()
    return tables


def _csv(table: pd.DataFrame) -> bytes:
    return table.to_csv(index=False, lineterminator="\n").encode()


def _path(name: str) -> str:
    return f"processed/{name}.csv"
