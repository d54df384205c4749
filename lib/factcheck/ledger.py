"""The claims: read them, validate them, find one."""

import ast
import json
import re
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

import fastjsonschema
import yaml

from factcheck import article, hedge
from factcheck.article import LedgerError, Unknown, fault, is_then
from factcheck.files import read_anew
from factcheck.paths import root, short

RESERVED = ("claim", "sentence", "as_of")
LONGEST_QUOTE = 15
SCHEMA = Path(__file__).with_name("claims.schema.json")


@dataclass(frozen=True)
class Ruling:
    """What was ruled on evidence, by the ids of the evidence for and against.

    then, now: verdict and why. read: whole or excerpt, by source.
    """

    then: dict
    now: dict
    supports: list[str]
    against: list[str]
    ruled_on: str
    read: dict[str, str]
    reviewed_by: list[str]

    def as_of(self, day: str) -> dict:
        """Return verdict and why as known on a day (ISO), or today when it is empty."""
        return self.then if is_then(day) else self.now


@dataclass(frozen=True)
class Claim:
    """One entry of a claims file.

    parameters: all those of its notebook, for this claim; words and thresholds among them. words:
    the article's, which `hedge` reads. thresholds: ours, for words without a number.
    ruling: where it is judged. in_row: it is a row of its sentence's run, without one of its own.
    """

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
    words: dict[str, str] = field(default_factory=dict)
    thresholds: dict[str, str] = field(default_factory=dict)
    choices: dict[str, list] = field(default_factory=dict)
    ruling: Ruling | None = None
    in_row: bool = False

    @property
    def subject(self) -> str:
        """What its run is about: itself, or its sentence."""
        return self.sentence if self.in_row else self.id

    @property
    def page(self) -> str:
        """Where its page is, under build/site."""
        return (
            f"sentences/{self.sentence}.html#{self.id}" if self.in_row else f"claims/{self.id}.html"
        )

    @property
    def searched(self) -> str:
        """All in it that somebody may search for."""
        told = [self.id, self.sentence, self.says, self.quote, self.speaker, self.period, self.but]
        return " ".join([*told, self.notebook.stem, *map(str, self.parameters.values())])

    @property
    def position(self) -> tuple[int, int, str]:
        """Where in the article it stands: paragraph, sentence, id."""
        paragraph, sentence = re.findall(r"\d+", self.sentence)
        return int(paragraph), int(sentence), self.id

    def with_parameters(self, changes: dict[str, str]) -> dict:
        """Return all parameters with `changes` (text) in place, each in the type of its default.

        Raises Unknown for an unknown parameter, an unreadable value or an unknown phrase.
        """
        merged = self.parameters | {name: self.typed(name, v) for name, v in changes.items()}
        for name in (*self.words, *self.thresholds):
            self._check_phrase(name, merged[name])
        return merged

    def _check_phrase(self, name: str, phrase: str) -> None:
        if not self.unit:
            raise LedgerError(f"{self.id}: unit: a claim with a phrase to test needs one")
        try:
            hedge.parse(phrase, self.unit, article.get().published)
        except hedge.HedgeError as error:
            raise Unknown(f"{self.id}: {name}: {error}") from None

    def typed(self, name: str, value: str):
        """Turn text into the type of the parameter's default."""
        if name not in self.parameters:
            hint = " (a phrase with a comma needs quotes)" if name.isdigit() else ""
            raise Unknown(
                f"{self.id}: there is no parameter '{name}'{hint}; "
                f"known: {', '.join(self.parameters)}"
            )
        kind = type(self.parameters[name])
        try:
            return kind(value)
        except ValueError:
            wanted = "a whole number" if kind is int else f"a {kind.__name__}"
            raise Unknown(f"{self.id}: parameter '{name}': '{value}' is not {wanted}") from None


def _claims_files() -> list[Path]:
    files = sorted((root() / "notebooks").glob("*.claims.yml"))
    return [*files, *map(_notebook_of, files), root() / "notebooks/article.yml"]


def _notebook_of(claims_file: Path) -> Path:
    return claims_file.with_name(claims_file.name.replace(".claims.yml", ".ipynb"))


@read_anew(_claims_files)
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
    return dict(sorted(found.items(), key=lambda item: item[1].position))


def get(claim_id: str) -> Claim:
    """Return one claim. Raises Unknown for an unknown id."""
    if claim_id not in claims():
        raise Unknown(f"there is no claim '{claim_id}': `factcheck find` lists them")
    return claims()[claim_id]


def find(text: str) -> list[Claim]:
    """Return the claims whose id, wording, figure or notebook holds `text`, case aside."""
    return [claim for claim in claims().values() if text.casefold() in claim.searched.casefold()]


def read(path: Path) -> list[Claim]:
    """Read and validate one claims file; its notebook stands beside it.

    Raises LedgerError naming file, entry and key.
    """
    notebook = _notebook_of(path)
    defaults = parameters_of(notebook)
    try:
        entries = yaml.load(path.read_text(), _Loader)
        _check_schema(entries)
        claims = [_claim(entry, notebook, defaults) for entry in entries]
        _refuse_borrowed_words(claims)
    except (LedgerError, yaml.YAMLError, UnicodeDecodeError) as error:
        raise fault(path, error) from None
    return claims


def parameters_of(notebook: Path) -> dict:
    """Return the parameters of a notebook with their defaults, from its tagged cell.

    Raises LedgerError when the notebook or the cell is missing, or a line is no plain assignment.
    """
    if not notebook.is_file():
        raise LedgerError(f"{short(notebook)} is not there, but its claims file is")
    try:
        cells = [
            "".join(cell["source"])
            for cell in json.loads(notebook.read_text())["cells"]
            if "parameters" in cell["metadata"].get("tags", [])
        ]
        if len(cells) != 1:
            raise ValueError("it needs one cell with the tag 'parameters'")
        return dict(_assigned(line) for line in ast.parse(cells[0]).body)
    except (SyntaxError, ValueError, KeyError) as error:
        raise fault(notebook, f"parameters cell: {error}") from None


def _assigned(line: ast.stmt) -> tuple[str, object]:
    match line:
        case ast.Assign(targets=[ast.Name(id=name)], value=value):
            if type(default := ast.literal_eval(value)) in (str, int, float):
                return name, default
    raise ValueError(f"line {line.lineno} is not one plain assignment of text or a number")


class _Loader(getattr(yaml, "CBaseLoader", yaml.BaseLoader)):  # type: ignore[misc]
    """YAML in which everything is text and a key stands once."""

    def construct_mapping(self, node, deep=False):
        keys = [key.value for key, _ in node.value]
        for key in {key for key in keys if keys.count(key) > 1}:
            line = node.start_mark.line + 1
            raise yaml.YAMLError(f"the key '{key}' stands twice in the entry at line {line}")
        return super().construct_mapping(node, deep)


_Loader.add_constructor(
    "tag:yaml.org,2002:map", lambda loader, node: loader.construct_mapping(node, deep=True)
)


@cache
def _schema():
    return fastjsonschema.compile(json.loads(SCHEMA.read_text()))


def _check_schema(entries) -> None:
    """Raise LedgerError that names the entry and the key of the first fault."""
    try:
        _schema()(entries)
    except fastjsonschema.JsonSchemaValueException as error:
        place, *keys = map(str, error.path[1:] or ["0"])
        entry = entries[int(place)] if isinstance(entries, list) and entries else {}
        name = entry.get("id") if isinstance(entry, dict) else None
        wrong = error.message.removeprefix(str(error.name)).strip()
        told = [name or f"entry {int(place) + 1}", ".".join(keys), wrong]
        raise LedgerError(": ".join(filter(None, told))) from None


def _claim(entry: dict, notebook: Path, defaults: dict) -> Claim:
    own = {name: value for name, value in defaults.items() if name not in RESERVED}
    given = {"parameters": own, "choices": {}, "ruling": _ruling(entry)}
    claim = Claim(**entry | given, notebook=notebook, in_row="sentence" in defaults)
    stated = entry.get("parameters", {}) | claim.words | claim.thresholds
    claim = replace(claim, parameters=claim.with_parameters(stated))
    for name, values in entry.get("choices", {}).items():
        claim.choices[name] = [claim.typed(name, value) for value in values]
    if wrong := _fault(claim):
        raise LedgerError(f"{claim.id}: {wrong}")
    return claim


def _fault(claim: Claim) -> str:
    """What is wrong with a claim that its schema cannot say; nothing where it is sound."""
    if claim.sentence not in article.get().sentences:
        return f"sentence: the article has no sentence '{claim.sentence}'"
    if claim.in_row and not claim.ruling:
        return "ruling: a claim in a row of its sentence needs one"
    if len(claim.quote.split()) > LONGEST_QUOTE:
        return f"quote: more than {LONGEST_QUOTE} words"
    for name, (ours, *_) in claim.choices.items():
        if claim.parameters[name] != ours:
            stated = claim.parameters[name]
            return f"choices.{name}: the first, '{ours}', is ours, but the parameter is '{stated}'"
    return ""


def _refuse_borrowed_words(claims: list[Claim]) -> None:
    """A notebook's default is never taken for words of an article that are another claim's."""
    phrases = {name for claim in claims for name in claim.words | claim.thresholds}
    for claim in claims:
        if missing := sorted(phrases - {*claim.words, *claim.thresholds}):
            also = "another claim of this notebook has it: give this one's"
            raise LedgerError(f"{claim.id}: words.{missing[0]}: {also}")


def _ruling(entry: dict) -> Ruling | None:
    if not (given := entry.get("ruling")):
        return None
    both = {key: given[key] for key in ("verdict", "why") if key in given}
    kept = {key: given[key] for key in ("against", "ruled_on", "read", "reviewed_by")}
    then, now = given.get("then", both), given.get("now", both)
    return Ruling(then=then, now=now, supports=given["for"], **kept)
