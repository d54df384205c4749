"""The data package, written from a card a table; the hash of one table, renewed."""

import json
from dataclasses import dataclass
from pathlib import Path

import yaml

from factcheck.files import fingerprint, write
from factcheck.paths import MARK
from factcheck.tables import TAIL

CARDS = "data/cards"
COMMON = f"{CARDS}/common.yml"
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
NEEDED = ("title", "description", "licences", "sources", "columns")
LINKED = ("source_id", "first_seen")


class PackageError(ValueError):
    """A table and its card, or what the package says of it, do not fit: one line says which."""


@dataclass(frozen=True)
class Card:
    """A card, and the columns of its table by name, as the package describes them."""

    told: dict
    fields: dict[str, dict]


def cards(root: Path) -> dict[str, Card]:
    """Read every card under data/cards, by the path of its table under data/.

    Raises PackageError for one that is no YAML, says too little, or names what is not shared.
    """
    paths = {
        str(file.relative_to(root / CARDS).with_suffix(".csv")): file
        for file in (root / CARDS).rglob("*.yml")
        if file != root / COMMON
    }
    shared = _read(root / COMMON)
    return {path: _card(path, _read(file), shared) for path, file in sorted(paths.items())}


def card_of(path: str) -> str:
    """Return where the card of a table is; `path` is the table's, under data/."""
    return f"{CARDS}/{path.removesuffix('.csv')}.yml"


def complete(tables: dict[str, bytes], cards: dict[str, Card]) -> None:
    """Raise PackageError for a card without a table."""
    for path in cards.keys() - tables.keys():
        if "written_by" not in cards[path].told:
            raise PackageError(f"data/{path} is missing: restore it, or delete {card_of(path)}")


def fitting(root: Path, path: str, content: bytes, cards: dict[str, Card]) -> Card:
    """Return the card of a table. Raises PackageError where it has none or their columns differ."""
    columns = _header(content)
    if path not in cards:
        card = _stub(root, path, columns)
        raise PackageError(f"data/{path} has no card: write {card_of(path)}, filled in\n{card}")
    for column in sorted(cards[path].fields.keys() ^ set(columns)):
        if column in columns:
            raise PackageError(f"data/{path} row 1: {card_of(path)} lacks the column {column}")
        if "written_by" not in cards[path].told:  # which writes it from now on
            raise PackageError(f"data/{path} row 1: the column {column} of its card is missing")
    return cards[path]


def written(root: Path, tables: dict[str, bytes], cards: dict[str, Card]) -> str:
    """Write the whole package as YAML, a resource a table; `tables`: their content by path.

    Tables that something else writes into data/processed are taken as they are. Raises
    PackageError for a table without a card that fits and for a card without a table.
    """
    shared, resources = _read(root / COMMON), []
    files = {p: root / "data" / p for p, card in cards.items() if "written_by" in card.told}
    tables = tables | {path: f.read_bytes() for path, f in files.items() if f.is_file()}
    complete(tables, cards)
    for path, content in sorted(tables.items()):
        card = fitting(root, path, content, cards)
        twin = path.startswith("raw/") and path.replace("raw/", "processed/") in tables
        name = f"raw_{Path(path).stem}" if twin else Path(path).stem
        about = _about(card.told, shared) | {"schema": _schema(card, _header(content))}
        rest = shared["table"] | sealed(content)
        resources.append({"name": name, "path": path, **about, **rest})
    return _dumped({**shared["package"], "resources": resources})


def hashes(root: Path) -> dict[str, str]:
    """Return each table's sha256 by its path under data/, as the written package has it."""
    return {resource["path"]: resource["hash"] for resource in _read(root / MARK)["resources"]}


def seal(root: Path, path: str) -> None:
    """Renew the hash and the size of one table in the written package; `path` is under data/.

    A table that the package does not list has no hash there that could go stale.
    """
    package = _read(root / MARK)
    for resource in package["resources"]:
        if resource["path"] == path:
            resource.update(sealed((root / "data" / path).read_bytes()))
            write(root / MARK, _dumped(package))


def sealed(content: bytes) -> dict:
    """Return a table's hash and size as the package writes them."""
    return {"hash": f"sha256:{fingerprint(content)}", "bytes": len(content)}


def _header(content: bytes) -> list[str]:
    return content.split(b"\n", 1)[0].decode().strip().split(",")


def _stub(root: Path, path: str, columns: list[str]) -> str:
    """The card that a table lacks, to paste and fill in."""
    computed = path.startswith("processed/")
    usual = TAIL if computed else _read(root / COMMON)["columns"]
    own = "".join(f"  {column}:\n" for column in columns if column not in usual)
    shared = ", ".join(column for column in columns if column in usual)
    rest = "unit:" if computed else f"common: [{shared}]"
    return f"title:\ndescription:\nlicences: []\nsources: []\ncolumns:\n{own}{rest}"


def _card(path: str, told: dict, shared: dict) -> Card:
    for part in NEEDED:
        if not told.get(part):
            raise PackageError(f"{card_of(path)} has no {part}")
    usual = [*(TAIL if "unit" in told else []), *told.get("common", [])]
    meanings = {column: shared["columns"].get(column) for column in usual} | told["columns"]
    fields = {column: _field(path, column, meaning) for column, meaning in meanings.items()}
    if "unit" in told:
        fields["low"]["unit"] = fields["high"]["unit"] = told["unit"]
    for part, what in (("licences", "licence"), ("sources", "source")):
        for title in told[part]:
            if title not in shared[part]:
                raise PackageError(f"{card_of(path)}: {COMMON} has no {what} '{title}'")
    return Card(told, fields)


def _field(path: str, column: str, meaning: str | dict | None) -> dict:
    """Say what a column is as the package does: type, description, unit, constraints."""
    told = meaning if isinstance(meaning, dict) else {"description": meaning}
    if not told.get("description"):
        raise PackageError(f"{card_of(path)} does not say what the column {column} is")
    return {"name": column, "type": "string", **told}


def _about(told: dict, shared: dict) -> dict:
    places = {title: shared["sources"][title] for title in told["sources"]}
    return {
        "title": told["title"],
        "description": told["description"],
        "licenses": [{"name": shared["licences"][t], "title": t} for t in told["licences"]],
        "sources": [
            place if isinstance(place, dict) else {"title": title, "path": place}
            for title, place in places.items()
        ],
    }


def _schema(card: Card, columns: list[str]) -> dict:
    """A table's columns in the order of its header, and those that name a source."""
    schema: dict = {"fields": [card.fields[column] for column in columns], "missingValues": [""]}
    if "key" in card.told:
        return schema | {"primaryKey": [card.told["key"]]}
    to = {"resource": "sources", "fields": "source_id"}
    keys = [{"fields": column, "reference": to} for column in columns if column in LINKED]
    return schema | ({"foreignKeys": keys} if keys else {})


def _read(file: Path) -> dict:
    try:
        return yaml.load(file.read_text(), LOADER) or {}
    except yaml.YAMLError as error:
        raise PackageError(f"{file} is no YAML: {' '.join(str(error).split())}") from None


def _dumped(package: dict) -> str:
    # By way of JSON: a part that two tables share is written out twice, not as a YAML alias.
    return yaml.dump(
        json.loads(json.dumps(package)),
        Dumper=DUMPER,
        sort_keys=False,
        allow_unicode=True,
        width=110,
        default_flow_style=None,
    )
