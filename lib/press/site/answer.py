"""The answer on the front page: a few sentences, each with the claims that it rests on."""

import re
from dataclasses import dataclass

import yaml

from factcheck.article import LedgerError, fault
from factcheck.paths import root
from factcheck.record import Record
from factcheck.verdict import WORDS
from press.results import Result


@dataclass(frozen=True)
class Sentence:
    """A sentence of the answer. rests_on: the verdicts, then and now, when it was written."""

    text: str
    rests_on: dict[str, str]


def sentences(results: list[Result]) -> list[Sentence]:
    """Read notebooks/answer.yml and write its figures from the results.

    In its text {C113} is a claim's first deciding figure as known today, {C113 then} as known on
    the article's day, {n} the number of claims, {n supported} of those with that verdict today.
    Raises LedgerError for an unknown claim or a file that cannot be read.
    """
    by_id = {result.claim.id: result for result in results}
    return [Sentence(_filled(part["text"], by_id), part["rests_on"]) for part in _read()]


def moved(results: list[Result]) -> list[str]:
    """Say, a line each, which claims have other verdicts than when their sentence was written."""
    are = {result.claim.id: _verdicts(result) for result in results}
    return [
        f"notebooks/answer.yml: {claim} was “{was}” when its sentence was written, "
        f"now it is “{are.get(claim, 'gone')}”: read again “{part['text'][:40]}…”"
        for part in _read()
        for claim, was in part["rests_on"].items()
        if was != are.get(claim)
    ]


def _read() -> list[dict]:
    path = root() / "notebooks" / "answer.yml"
    if not path.is_file():
        return []
    try:
        return yaml.load(path.read_text(), yaml.BaseLoader)
    except yaml.YAMLError as error:
        raise fault(path, error) from None


def _verdicts(result: Result) -> str:
    return ", ".join(record.verdict if record else "none" for record in result.moments.values())


def _filled(text: str, by_id: dict[str, Result]) -> str:
    def written(match: re.Match) -> str:
        match match[1].split():
            case ["n"]:
                return str(len(by_id))
            case ["n", word] if word in WORDS:
                newest = [result.now for result in by_id.values() if result.now]
                return str(sum(record.verdict == word for record in newest))
            case [claim, *moment] if claim in by_id and moment in ([], ["then"], ["now"]):
                return _figure(by_id[claim].then if moment == ["then"] else by_id[claim].now)
        raise LedgerError(
            f"notebooks/answer.yml: '{match[0]}' is no claim, no moment of "
            "one (then, now) and no count of a verdict"
        )

    return re.sub(r"\{(.*?)\}", written, text)


def _figure(record: Record | None) -> str:
    deciding = record.deciding if record else []
    return deciding[0].figure if deciding else "no figure"
