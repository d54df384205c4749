"""The data package, written from a card a table; the hash of one table, renewed."""

import json
from dataclasses import dataclass
from pathlib import Path

import yaml

from factcheck.places import MARK, fingerprint, write
from factcheck.tables import TAIL

CARDS = "data/cards"
COMMON = f"{CARDS}/common.yml"
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
NEEDED = ("title", "description", "licences", "sources", "columns")
CONSTRAINTS = ("required", "unique", "enum")
LINKED = ("source_id", "first_seen")


class PackageError(ValueError):
    """A table and its card, or what the package says of it, that do not fit; one line says which."""


@dataclass(frozen=True)
class Card:
    """A card, and the columns of its table by name, as the package describes them."""

    path: str  # of the table, under data/
    told: dict
    fields: dict[str, dict]

    @property
    def dims(self) -> list[str]:
        """The columns that a series is chosen by."""
        return [column for column in self.fields if column not in ("period", *TAIL)]


def cards(root: Path) -> dict[str, Card]:
    """Read every card under data/cards, by the path of its table under data/.

    Raises PackageError for one that is no YAML, says too little, or names what is not shared.
    """
    files = set((root / CARDS).rglob("*.yml")) - {root / COMMON}
    paths = {str(file.relative_to(root / CARDS).with_suffix(".csv")): file for file in files}
    shared = _read(root / COMMON)
    return {path: _card(path, _read(file), shared) for path, file in sorted(paths.items())}


def card_of(path: str) -> str:
    """Return where the card of a table is; `path` is the table's, under data/."""
    return f"{CARDS}/{path.removesuffix('.csv')}.yml"


def held(card: Card, header: list[str]) -> None:
    """Raise PackageError for a column that only one of a table and its card has."""
    for column in card.fields.keys() - set(header):
        raise PackageError(
            f"data/{card.path} row 1: the column {column} is missing, of {card_of(card.path)}"
        )
    for column in header:
        if column not in card.fields:
            raise PackageError(
                f"data/{card.path} row 1: the column {column} is not in {card_of(card.path)}: "
                "write what it means there"
            )


def written(root: Path, tables: dict[str, bytes], known: dict[str, Card]) -> str:
    """Write the whole package as YAML, a resource a table; `tables`: their content by path."""
    shared = _read(root / COMMON)
    resources = []
    for path, content in sorted(tables.items()):
        twin = path.startswith("raw/") and path.replace("raw/", "processed/") in tables
        name = f"raw_{Path(path).stem}" if twin else Path(path).stem
        about = {"name": name, "path": path, **_about(known[path].told, shared)}
        schema = _schema(known[path], header(content))
        resources.append({**about, "schema": schema, **shared["table"], **sealed(content)})
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


def header(content: bytes) -> list[str]:
    """Return the column names of a CSV."""
    return content.split(b"\n", 1)[0].decode().strip().split(",")


def stub(root: Path, path: str, columns: list[str]) -> str:
    """Write the card that a table lacks, to paste and fill in."""
    computed = path.startswith("processed/")
    usual = TAIL if computed else _read(root / COMMON)["columns"]
    lines = ["title:", "description:", "licences: []", "sources: []"]
    lines += ["unit:"] * computed + ["columns:  # a meaning, or {type:, unit:, description:}"]
    lines += [f"  {column}:" for column in columns if column not in usual]
    shared = ", ".join(column for column in columns if column in usual)
    return "\n".join(lines + [f"common: [{shared}]"] * (not computed))


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
    return Card(path, told, fields)


def _field(path: str, column: str, meaning: str | dict | None) -> dict:
    """Say what a column is as the package does: type, description, unit, constraints."""
    told = meaning if isinstance(meaning, dict) else {"description": meaning}
    if not told.get("description"):
        raise PackageError(f"{card_of(path)} does not say what the column {column} is")
    rules = {rule: told[rule] for rule in CONSTRAINTS if rule in told}
    plain = {part: told[part] for part in told if part not in CONSTRAINTS}
    return {"name": column, "type": "string", **plain, **({"constraints": rules} if rules else {})}


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
    whole = json.loads(json.dumps(package))
    style = {"sort_keys": False, "allow_unicode": True, "width": 110, "default_flow_style": None}
    return yaml.dump(whole, Dumper=DUMPER, **style)
