"""Find every series, compute it, and write all of them and the data package, or nothing."""

import sys
from collections.abc import Callable
from functools import partial
from importlib import import_module
from inspect import getmembers, isfunction, signature
from pathlib import Path
from pkgutil import iter_modules

import pandas as pd

import measures
from factcheck.files import write
from factcheck.paths import MARK
from measures import package, raw, rows


def build(root: Path, accept_raw: bool = False) -> int:
    """Rebuild all series under `root`; returns an exit code. A fault is one line on stderr.

    accept_raw: take changed raw tables as they are, instead of refusing them by name.
    """
    try:
        cards = package.cards(root)
        contents = raw.contents(root, cards, accept_raw)
        made = computed(raw.load(root, contents, cards), cards)
        tables = {f"processed/{name}.csv": _csv(table) for name, (table, _) in made.items()}
        whole = package.written(root, contents | tables, cards)
    except (rows.RawError, package.PackageError) as error:
        print(f"make data: {error}", file=sys.stderr)
        return 1
    for path, content in tables.items():
        write(root / "data" / path, content)
    write(root / MARK, whole)
    for name, (table, rows_in) in made.items():
        print(f"{name:36s} {rows_in:7,d} rows in {len(table):7,d} rows out")
    return 0


def computed(
    tables: dict[str, pd.DataFrame], cards: dict[str, package.Card]
) -> dict[str, tuple[pd.DataFrame, int]]:
    """Compute every series from the raw tables, by name: its rows, and how many went in.

    Raises PackageError with the name of the series: for a raw table at fault, or where its card or
    its function does not fit the tables.
    """
    made = {}
    for name, function in sorted(found(cards).items()):
        reads: dict[str, pd.DataFrame] = {}

        def read(table: str, reads=reads) -> pd.DataFrame:
            reads[table] = tables[f"raw/{table}.csv"].copy()
            return reads[table]

        try:
            made[name] = (function(read), sum(map(len, reads.values())))
        except (KeyError, ValueError) as error:
            own = f"{package.CARDS}/processed/{name}.yml or its function: {error!r}"
            told = error if isinstance(error, rows.RawError) else own
            raise package.PackageError(f"{name}: {told}") from error
    return made


def found(cards: dict[str, package.Card]) -> dict[str, Callable[[rows.Raw], pd.DataFrame]]:
    """Return the series by name: cards with `from`, and public functions here that take `raw`."""
    told = [path for path, card in cards.items() if "from" in card.told]
    series: dict = {Path(path).stem: partial(rows.of_card, cards[path]) for path in told}
    for info in iter_modules(measures.__path__):
        module = import_module(f"measures.{info.name}")
        for name, function in getmembers(module, isfunction):
            own = function.__module__ == module.__name__ and not name.startswith("_")
            if own and list(signature(function).parameters) == ["raw"]:
                series[name] = function
    return series


def _csv(table: pd.DataFrame) -> bytes:
    return table.to_csv(index=False, lineterminator="\n").encode()
