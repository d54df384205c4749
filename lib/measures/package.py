"""The data package, written from a card a table; the hash of one table, renewed."""

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


class CardError(ValueError):
    """A table without a card, a card without a table, or a card that says too little."""


@dataclass(frozen=True)
class Card:
    """What a card says of its table, what it shares put in.

    path: of the table, under data/. about: title, description, licences, sources. fields: what each
    column means, by name, as the package writes it. linked: columns that name a source. key: the
    column whose values are unique. unit: of a series, else empty. written_by: what writes the
    table, where it is neither transcribed nor a series.
    """

    path: str
    about: dict
    fields: dict[str, dict]
    linked: frozenset[str]
    key: str
    unit: str
    written_by: str

    @property
    def file(self) -> str:
        return card_of(self.path)


def card_of(path: str) -> str:
    """Return where the card of a table is; `path` is the table's under data/."""
    return f"{CARDS}/{path.removesuffix('.csv')}.yml"


def cards(root: Path) -> dict[str, Card]:
    """Read every card under data/cards, by the path of its table under data/.

    Raises CardError for one that is no YAML, lacks what a card says, or names what is not shared.
    """
    shared = _read(root / COMMON)
    files = set((root / CARDS).rglob("*.yml")) - {root / COMMON}
    found = {}
    for file in sorted(files):
        path = str(file.relative_to(root / CARDS).with_suffix(".csv"))
        try:
            found[path] = _card(path, _read(file), shared)
        except CardError as error:
            raise CardError(f"{file.relative_to(root)}: {error}") from None
    return found


def package(root: Path, tables: dict[str, bytes]) -> str:
    """Write the whole package as YAML, a resource a table; `tables`: their content by path."""
    shared, known = _read(root / COMMON), cards(root)
    resources = [
        {
            "name": _name(path, tables),
            "path": path,
            **known[path].about,
            "schema": _schema(known[path], content),
            **shared["table"],
            **_sealed(content),
        }
        for path, content in sorted(tables.items())
    ]
    return _written({**shared["package"], "resources": resources})


def hashes(root: Path) -> dict[str, str]:
    """Return each table's sha256 by its path under data/, as the written package has it."""
    if not (root / MARK).is_file():
        return {}
    return {resource["path"]: resource["hash"] for resource in _read(root / MARK)["resources"]}


def hashed(content: bytes) -> str:
    """Return a table's hash as the package writes it."""
    return f"sha256:{fingerprint(content)}"


def seal(root: Path, path: str) -> None:
    """Renew the hash and the size of one table in the written package; `path` is under data/.

    A table that the package does not list has no hash there that could go stale.
    """
    whole = _read(root / MARK)
    for resource in whole["resources"]:
        if resource["path"] == path:
            resource.update(_sealed((root / "data" / path).read_bytes()))
            write(root / MARK, _written(whole))


def stub(root: Path, path: str, kinds: dict[str, str], unit: str = "") -> str:
    """Write the card that a table lacks, to paste; `kinds`: a type for each of its columns.

    unit: of a series, whose last eight columns no card names.
    """
    usual = set(TAIL) if unit else kinds.keys() & _read(root / COMMON)["columns"].keys()
    lines = [f"# {card_of(path)}", "title:", "description:"]
    lines += ["licences: []", "sources: []", *([f"unit: {unit}"] if unit else []), "columns:"]
    for column, kind in kinds.items():
        if column not in usual:
            lines.append(f"  {column}: {{type: {kind}, description: }}")
    if not unit:
        lines.append(f"common: [{', '.join(column for column in kinds if column in usual)}]")
    return "\n".join(lines)


def _card(path: str, told: dict, shared: dict) -> Card:
    lacking = [part for part in NEEDED if not told.get(part)]
    if lacking:
        raise CardError(f"says no {lacking[0]}")
    unit = told.get("unit", "")
    usual = [*(TAIL if unit else []), *told.get("common", [])]
    meanings = {column: _shared(column, shared["columns"], "column") for column in usual}
    fields, linked = {}, set()
    for column, meaning in {**meanings, **told["columns"]}.items():
        field = {"description": meaning} if isinstance(meaning, str) else dict(meaning or {})
        if not field.get("description"):
            raise CardError(f"does not say what the column {column} is")
        if field.pop("references", ""):
            linked.add(column)
        if unit and column in ("low", "high"):
            field["unit"] = unit
        fields[column] = _field(column, field)
    about = {
        "title": told["title"],
        "description": told["description"],
        "licenses": [_licence(title, shared) for title in told["licences"]],
        "sources": [_source(title, shared) for title in told["sources"]],
    }
    key, written_by = told.get("key", ""), told.get("written_by", "")
    return Card(path, about, fields, frozenset(linked), key, unit, written_by)


def _shared(name: str, known: dict, what: str):
    if name not in known:
        raise CardError(f"{COMMON} has no {what} '{name}'")
    return known[name]


def _licence(title: str, shared: dict) -> dict:
    return {"name": _shared(title, shared["licences"], "licence"), "title": title}


def _source(title: str, shared: dict) -> dict:
    where = _shared(title, shared["sources"], "source")
    return where if isinstance(where, dict) else {"title": title, "path": where}


def _field(column: str, told: dict) -> dict:
    """Sort a column's meaning as the package has it: type, unit, description, constraints."""
    field = {"name": column, "type": told.get("type", "string")}
    field |= {part: told[part] for part in ("description", "unit") if part in told}
    constraints = {rule: told[rule] for rule in CONSTRAINTS if rule in told}
    return field | ({"constraints": constraints} if constraints else {})


def _schema(card: Card, content: bytes) -> dict:
    """A table's columns in the order of its header, and what they refer to."""
    header = content.split(b"\n", 1)[0].decode().rstrip("\r").split(",")
    schema: dict = {"fields": [card.fields[column] for column in header], "missingValues": [""]}
    if card.key:
        schema["primaryKey"] = [card.key]
    to = {"resource": "sources", "fields": "source_id"}
    keys = [{"fields": column, "reference": to} for column in header if column in card.linked]
    return schema | ({"foreignKeys": keys} if keys else {})


def _name(path: str, tables: dict) -> str:
    """A table's name; a raw one that shares it with a series is raw_…."""
    twin = path.startswith("raw/") and path.replace("raw/", "processed/", 1) in tables
    return f"raw_{Path(path).stem}" if twin else Path(path).stem


def _sealed(content: bytes) -> dict:
    return {"hash": hashed(content), "bytes": len(content)}


def _read(file: Path) -> dict:
    try:
        return yaml.load(file.read_text(), LOADER) or {}
    except yaml.YAMLError as error:
        raise CardError(f"{file} is no YAML: {' '.join(str(error).split())}") from None


class _Plain(DUMPER):
    """A part that two tables share is written out twice, not as a YAML alias."""

    def ignore_aliases(self, data) -> bool:
        return True


def _written(whole: dict) -> str:
    return yaml.dump(
        whole,
        Dumper=_Plain,
        sort_keys=False,
        allow_unicode=True,
        width=110,
        default_flow_style=None,
    )
