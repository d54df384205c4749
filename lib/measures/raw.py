"""The raw tables: held against their cards, our words put for the publishers' labels."""

import io

import pandas as pd

from measures.package import Card

LABELS = "labels.csv"
PATTERNS = {
    "integer": r"-?\d+",
    "number": r"-?\d+(\.\d+)?",
    "year": r"\d{4}",
    "yearmonth": r"\d{4}-(0[1-9]|1[0-2])",
}


class RawError(ValueError):
    """Something wrong with a raw table; its text is one line: the table, the row and why.

    table: its path under data/, empty for a computed row. row: the line in the file, the header
    being 1; 0 where no single row is to blame. series: the one that was being computed, if any.
    """

    def __init__(self, table: str, row: int, why: str):
        super().__init__(table, row, why)
        self.table, self.row, self.why = table, row, why
        self.series = ""

    def __str__(self) -> str:
        place = f"data/{self.table}" if self.table else "a computed row"
        row = f" row {self.row}" if self.row else ""
        return f"{f'{self.series}: ' if self.series else ''}{place}{row}: {self.why}"


class Raw:
    """The raw tables; calling it reads one by its name and counts the rows that went in.

    A table is text, its index (path, line): what is filtered keeps it, so a fault has a place.
    """

    def __init__(self, tables: dict[str, pd.DataFrame]):
        self.tables = tables
        self.read: dict[str, int] = {}

    def __call__(self, name: str) -> pd.DataFrame:
        table = self.tables[f"raw/{name}.csv"]
        self.read[name] = len(table)
        return table.copy()


def load(contents: dict[str, bytes], cards: dict[str, Card]) -> dict[str, pd.DataFrame]:
    """Read the raw tables, by path: checked against their cards, with our words for labels.

    Raises RawError for the first fault of a table.
    """
    tables = {path: _checked(content, cards[path]) for path, content in contents.items()}
    for (name, column), rows in tables[LABELS].groupby(["table", "column"]):
        path, words = f"raw/{name}.csv", dict(zip(rows.label, rows.word, strict=True))
        if path not in tables or column not in tables[path]:
            raise at(rows.index[0], f"there is no column {column} in data/{path}")
        cells = tables[path][column]
        for place, label in cells[~cells.isin(words)].items():
            raise at(place, f"{column} is '{label}': write our word for it into data/{LABELS}")
        tables[path] = tables[path].assign(**{column: cells.map(words)})
    return tables


def at(place: object, why: str) -> RawError:
    """Blame the row that has the index `place`; a computed row has no place of its own."""
    return RawError(*place, why) if isinstance(place, tuple) else RawError("", 0, why)


def require(ok: pd.Series, why: str) -> None:
    """Raise RawError for the first row that is not `ok`."""
    for place in ok.index[~ok]:
        raise at(place, why)


def looks_like(cells: pd.Series) -> str:
    """Return the type that a column's cells would pass as, for a card that is yet to be written."""
    kinds = [
        kind for kind in ("date", "yearmonth", "integer", "number") if _fits(cells, kind).all()
    ]
    return kinds[0] if kinds and (cells != "").any() else "string"


def _checked(content: bytes, card: Card) -> pd.DataFrame:
    """A table as text, its header, types and fixed words held against its card."""
    table = as_text(content)
    table.index = pd.MultiIndex.from_product([[card.path], range(2, len(table) + 2)])
    for column in card.fields:
        if column not in table:
            raise RawError(card.path, 1, f"the column {column} is missing, which {card.file} has")
    for column in table:
        if column not in card.fields:
            raise RawError(card.path, 1, f"the column {column} is not described in {card.file}")
        field = card.fields[column]
        _check(table[column], field["type"], field.get("constraints", {}))
    return table


def as_text(content: bytes) -> pd.DataFrame:
    """Read a CSV as it is, every cell text. An empty file has no columns."""
    return pd.read_csv(io.BytesIO(content), dtype=str, keep_default_na=False)


def _check(cells: pd.Series, kind: str, rules: dict) -> None:
    allowed = rules.get("enum", cells.unique())
    faults = {
        f"is no {kind}": ~_fits(cells, kind),
        f"is none of: {'; '.join(allowed)}": ~cells.isin(["", *allowed]),
        "is missing": cells.eq("") & rules.get("required", False),
        "stands twice": cells.duplicated() & rules.get("unique", False),
    }
    for why, wrong in faults.items():
        for place, cell in cells[wrong].items():
            raise at(place, f"{cells.name} '{cell}' {why}")


def _fits(cells: pd.Series, kind: str) -> pd.Series:
    """Which cells are of a type of the package; an empty one is of any."""
    if kind == "date":
        fits = pd.to_datetime(cells, format="%Y-%m-%d", errors="coerce").notna()
    else:
        fits = cells.str.fullmatch(PATTERNS.get(kind, "(?s).*"))
    return fits | cells.eq("")
