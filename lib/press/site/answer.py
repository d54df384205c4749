"""The answer on the front page: a few sentences, each with the claims that it rests on."""

import re

import yaml

from factcheck import ledger
from factcheck.places import root
from factcheck.verdict import WORDS


def sentences(entries: list[dict]) -> list[dict]:
    """Read notebooks/answer.yml and write its figures from the results.

    In its text {C113} is a claim's first deciding figure as known today, {C113 then} as known on
    the article's day, {n supported} how many claims have that verdict today.
    Returns text, rests_on (the verdict then and now that each claim had when it was written), and
    moved: the claims whose verdict is another now. Raises LedgerError for an unknown claim or a
    file that cannot be read.
    """
    path = root() / "notebooks" / "answer.yml"
    if not path.is_file():
        return []
    by_id = {e["id"]: e for e in entries}
    try:
        parts = yaml.load(path.read_text(), yaml.BaseLoader)
    except yaml.YAMLError as error:
        raise ledger.fault(path, error) from None
    return [
        {
            "text": _filled(part["text"], by_id),
            "rests_on": part["rests_on"],
            "moved": [c for c, was in part["rests_on"].items() if was != _verdicts(by_id.get(c))],
        }
        for part in parts
    ]


def _verdicts(entry: dict | None) -> str:
    moments = [entry[moment] for moment in ("then", "now")] if entry else [None, None]
    return ", ".join(moment["verdict"] if moment else "none" for moment in moments)


def _filled(text: str, by_id: dict[str, dict]) -> str:
    def written(match: re.Match) -> str:
        match match[1].split():
            case ["n", word] if word in WORDS:
                return str(sum((e["now"] or {}).get("verdict") == word for e in by_id.values()))
            case [claim, *moment] if claim in by_id and moment in ([], ["then"], ["now"]):
                found = by_id[claim][(moment or ["now"])[0]] or {"checks": []}
                return next((c["figure"] for c in found["checks"] if c["decides"]), "no figure")
        raise ledger.LedgerError(
            f"notebooks/answer.yml: '{match[0]}' is no claim, no moment of "
            "one (then, now) and no count of a verdict"
        )

    return re.sub(r"\{(.*?)\}", written, text)
