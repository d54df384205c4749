"""The claims: read them, validate them, find one."""

from __future__ import annotations

import ast
import json
import re
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path

import nbformat
import yaml
from jsonschema import Draft202012Validator

from factcheck import hedge
from factcheck.places import root, short

RESERVED = ("claim", "as_of")
LONGEST_QUOTE = 15


class LedgerError(ValueError):
    """A claims file, an id or a parameter that is not as it should be, in words for people."""


class Unknown(LedgerError):
    """An id or a parameter that somebody asked for and that is not there."""


@dataclass(frozen=True)
class Article:
    """The article under check; sentences: the sha256 of each, by id."""

    title: str
    author: str
    publisher: str
    url: str
    published: date
    sentences: dict[str, str]


@dataclass(frozen=True)
class Claim:
    """One entry of a claims file; `defaults` are all parameters of its notebook for this claim."""

    id: str
    sentence: str
    says: str
    speaker: str
    kind: str
    period: str
    notebook: Path
    unit: str = ""
    quote: str = ""
    key: str = ""
    but: str = ""
    parameters: dict = field(default_factory=dict)
    choices: dict[str, list] = field(default_factory=dict)

    @property
    def place(self) -> tuple[int, int, str]:
        """Where in the article it stands: paragraph, sentence, id."""
        paragraph, sentence = re.findall(r"\d+", self.sentence)
        return int(paragraph), int(sentence), self.id

    def with_parameters(self, changes: dict[str, str]) -> dict:
        """Return all parameters with `changes` (text) in place, each in the type of its default.

        Raises LedgerError for an unknown parameter, an unreadable value or an unknown phrase.
        """
        typed = {name: _typed(self, name, value) for name, value in changes.items()}
        merged = {**self.parameters, **typed}
        for name, value in merged.items():
            _read_phrase(self, name, value)
        return merged


@cache
def article() -> Article:
    """Read notebooks/article.yml."""
    path = root() / "notebooks" / "article.yml"
    try:
        entries = yaml.load(path.read_text(), yaml.BaseLoader)
        entries["published"] = date.fromisoformat(entries["published"])
        return Article(**entries)
    except (OSError, yaml.YAMLError, ValueError, TypeError, KeyError) as error:
        raise LedgerError(f"{short(path)}: {_one_line(error)}") from None


@cache
def claims() -> dict[str, Claim]:
    """Read every claims file: all claims by id, in the article's order.

    Raises LedgerError that names the file, the entry and the key of the first fault.
    """
    found: dict[str, Claim] = {}
    for path in sorted((root() / "notebooks").glob("*.claims.yml")):
        for claim in read(path):
            if claim.id in found:
                other = short(found[claim.id].notebook)
                raise LedgerError(f"{short(path)}: {claim.id}: the id stands also beside {other}")
            found[claim.id] = claim
    return dict(sorted(found.items(), key=lambda item: item[1].place))


def get(claim_id: str) -> Claim:
    """Return one claim. Raises LedgerError for an unknown id."""
    try:
        return claims()[claim_id]
    except KeyError:
        raise Unknown(f"there is no claim '{claim_id}': `factcheck find` lists them") from None


def find(text: str) -> list[Claim]:
    """Return the claims whose id, wording, figure or notebook holds `text`, case aside."""
    wanted = text.casefold()
    return [c for c in claims().values() if wanted in _haystack(c).casefold()]


def read(path: Path) -> list[Claim]:
    """Read and validate one claims file; its notebook stands beside it.

    Raises LedgerError naming file, entry and key.
    """
    entries = _load(path)
    _check_schema(path, entries)
    notebook = path.with_name(path.name.replace(".claims.yml", ".ipynb"))
    defaults = parameters_of(notebook)
    return [_claim(path, entry, notebook, defaults) for entry in entries]


@cache
def parameters_of(notebook: Path) -> dict:
    """Return the parameters of a notebook with their defaults, from its tagged cell.

    Raises LedgerError when the notebook or the cell is missing, or a line is no plain assignment.
    """
    if not notebook.is_file():
        raise LedgerError(f"{short(notebook)} is not there, but its claims file is")
    cells = nbformat.read(notebook, as_version=4).cells
    tagged = [c for c in cells if "parameters" in c.metadata.get("tags", [])]
    if len(tagged) != 1:
        raise LedgerError(f"{short(notebook)}: it needs one cell with the tag 'parameters'")
    try:
        return {_name(line): ast.literal_eval(line.value)
                for line in ast.parse(tagged[0].source).body}
    except (SyntaxError, ValueError) as error:
        raise LedgerError(f"{short(notebook)}: parameters cell: {_one_line(error)}") from None


def _name(line: ast.stmt) -> str:
    if isinstance(line, ast.Assign) and isinstance(line.targets[0], ast.Name):
        return line.targets[0].id
    raise ValueError(f"line {line.lineno} is not one plain assignment, which papermill needs")


class _Loader(yaml.BaseLoader):
    """YAML in which everything is text and a key stands once."""

    def construct_mapping(self, node, deep=False):
        keys = [key.value for key, _ in node.value]
        for key in keys:
            if keys.count(key) > 1:
                line = node.start_mark.line + 1
                raise yaml.YAMLError(f"the key '{key}' stands twice in the entry at line {line}")
        return super().construct_mapping(node, deep)


_Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG,
                        lambda loader, node: loader.construct_mapping(node, deep=True))


def _load(path: Path):
    try:
        return yaml.load(path.read_text(), _Loader)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise LedgerError(f"{short(path)}: {_one_line(error)}") from None


@cache
def _schema() -> Draft202012Validator:
    text = files("factcheck").joinpath("claims.schema.json").read_text()
    return Draft202012Validator(json.loads(text))


def _check_schema(path: Path, entries) -> None:
    for error in _schema().iter_errors(entries):
        where = list(error.absolute_path)
        entry = entries[where[0]] if where else {}
        name = entry.get("id", f"entry {where[0] + 1}") if isinstance(entry, dict) else where[0]
        key = ".".join(map(str, where[1:])) or "entry"
        raise LedgerError(f"{short(path)}: {name}: {key}: {error.message}")


def _claim(path: Path, entry: dict, notebook: Path, defaults: dict) -> Claim:
    given = {k: v for k, v in entry.items() if k not in ("parameters", "choices")}
    own = {k: v for k, v in defaults.items() if k not in RESERVED}
    claim = Claim(**given, notebook=notebook, parameters=own)
    try:
        merged = claim.with_parameters(entry.get("parameters", {}))
        choices = {name: [_typed(claim, name, v) for v in values]
                   for name, values in entry.get("choices", {}).items()}
        _check(claim, merged, choices)
    except LedgerError as error:
        raise LedgerError(f"{short(path)}: {error}") from None
    return Claim(**given, notebook=notebook, parameters=merged, choices=choices)


def _check(claim: Claim, merged: dict, choices: dict) -> None:
    if claim.sentence not in article().sentences:
        raise LedgerError(f"{claim.id}: sentence: the article has no sentence '{claim.sentence}'")
    if len(claim.quote.split()) > LONGEST_QUOTE:
        raise LedgerError(f"{claim.id}: quote: more than {LONGEST_QUOTE} words")
    for name, values in choices.items():
        if merged[name] != values[0]:
            raise LedgerError(f"{claim.id}: choices.{name}: the first, '{values[0]}', is ours, "
                              f"but the parameter is '{merged[name]}'")


def _typed(claim: Claim, name: str, value: str):
    if name not in claim.parameters:
        known = ", ".join(claim.parameters)
        hint = " (a phrase with a comma needs quotes)" if name.isdigit() else ""
        raise Unknown(f"{claim.id}: there is no parameter '{name}'{hint}; known: {known}")
    kind = type(claim.parameters[name])
    if kind is str:
        return str(value)
    try:
        return kind(ast.literal_eval(str(value))) if kind is not bool else _boolean(value)
    except (ValueError, SyntaxError, TypeError):
        raise Unknown(f"{claim.id}: parameter '{name}': '{value}' is not "
                          f"{'a whole number' if kind is int else 'a ' + kind.__name__}") from None


def _boolean(value: str) -> bool:
    return {"true": True, "false": False}[str(value).lower()]


def _read_phrase(claim: Claim, name: str, value) -> None:
    if not name.startswith("asserted"):
        return
    if not claim.unit:
        raise LedgerError(f"{claim.id}: unit: a claim with a phrase to test needs one")
    try:
        hedge.parse(value, claim.unit, article().published)
    except hedge.HedgeError as error:
        raise Unknown(f"{claim.id}: {name}: {error}") from None


def _haystack(claim: Claim) -> str:
    values = " ".join(str(v) for v in claim.parameters.values())
    return " ".join((claim.id, claim.sentence, claim.says, claim.quote, claim.speaker,
                     claim.period, values, claim.notebook.stem, claim.but))


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())
