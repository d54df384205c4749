"""The raw tables: held against their cards, our words put for the publishers' labels."""

import io
from pathlib import Path

import pandas as pd

from factcheck.paths import MARK
from measures import package
from measures.package import Card, PackageError
from measures.rows import RawError, require

LABELS = "labels.csv"
PATTERNS = {
    "date": r"\d{4}-\d\d-\d\d|",
    "integer": r"-?\d+|",
    "number": r"-?\d+(\.\d+)?|",
    "year": r"\d{4}|",
    "yearmonth": r"\d{4}-(0[1-9]|1[0-2])|",
}


def contents(root: Path, cards: dict[str, Card], accept: bool) -> dict[str, bytes]:
    """Read every raw table and the labels, by path under data/.

    Raises PackageError for a missing one and, unless `accept`, for one that has changed.
    """
    data, sealed = root / "data", package.hashes(root)
    files = [*(data / "raw").glob("*.csv"), *data.glob(LABELS)]
    found = {str(file.relative_to(data)): file.read_bytes() for file in sorted(files)}
    package.complete(found, {p: card for p, card in cards.items() if "processed/" not in p})
    for path, content in found.items():
        if not accept and sealed.get(path) != package.sealed(content)["hash"]:
            raise PackageError(
                f"data/{path} is not what {MARK} says (sha256 differs): "
                "restore it from git, or `make data ACCEPT=1` if you meant to change it"
            )
    return found


def load(root: Path, contents: dict[str, bytes], cards: dict[str, Card]) -> dict[str, pd.DataFrame]:
    """Read the raw tables, by path, as text; our words stand for labels.

    The index of a table is (path, line in the file): what is filtered keeps it, so that a fault
    has a place. Raises RawError for the first cell, PackageError for the first column at fault.
    """
    fitting = {path: package.fitting(root, path, text, cards) for path, text in contents.items()}
    tables = {path: _checked(path, contents[path], card) for path, card in fitting.items()}
    for (name, column), rows in tables[LABELS].groupby(["table", "column"]):
        table = tables.get(f"raw/{name}.csv", pd.DataFrame())
        require(rows.column.isin(table.columns), f"data/raw/{name}.csv has no such column")
        words = dict(zip(rows.label, rows.word, strict=True))
        cells = table[column]
        require(cells.isin(words), f"is a label without a word in data/{LABELS}: add it", cells)
        tables[f"raw/{name}.csv"] = table.assign(**{column: cells.map(words)})
    return tables


def _checked(path: str, content: bytes, card: Card) -> pd.DataFrame:
    """A table as text, its header, types and fixed words held against its card."""
    try:
        table = pd.read_csv(io.BytesIO(content), dtype=str, keep_default_na=False)
    except pd.errors.ParserError as error:
        raise RawError(path, 0, str(error).strip()) from None
    table.index = pd.MultiIndex.from_product([[path], range(2, len(table) + 2)])
    for column, field in card.fields.items():
        cells, kind = table[column], field["type"]
        fits = cells.str.fullmatch(PATTERNS.get(kind, "(?s).*"))
        if kind == "date":  # 30 February
            days = cells.mask(cells == "", "2000-01-01")
            fits &= pd.to_datetime(days, format="%Y-%m-%d", errors="coerce").notna()
        require(fits, f"is no {kind}", cells)
        allowed = field.get("constraints", {}).get("enum", cells)
        require(cells.isin(["", *allowed]), f"is none of: {'; '.join(allowed)}", cells)
    return table
