"""The article under check: its day, its sentences, what of them claims nothing."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import yaml

from factcheck.files import read_anew
from factcheck.paths import root, short


class LedgerError(ValueError):
    """A claims file, an id or a parameter that is not as it should be, in words for people."""


class Unknown(LedgerError):
    """An id or a parameter that somebody asked for and that is not there."""


@dataclass(frozen=True)
class Article:
    """The article under check.

    words: how many it has, of which all quotes together may be a fifth. sentences: the sha256 of
    each, by id; no_claim: what of them claims nothing, with the reason.
    """

    title: str
    author: str
    publisher: str
    url: str
    published: date
    words: int
    sentences: dict[str, str]
    no_claim: dict[str, dict] = field(default_factory=dict)


def _file() -> list[Path]:
    return [root() / "notebooks" / "article.yml"]


@read_anew(_file)
def get() -> Article:
    """Read notebooks/article.yml. Raises LedgerError when it is not as it should be."""
    (path,) = _file()
    try:
        entries = yaml.load(path.read_text(), yaml.BaseLoader)
        day, words = date.fromisoformat(entries["published"]), int(entries["words"])
        return Article(**entries | {"published": day, "words": words})
    except (OSError, yaml.YAMLError, ValueError, TypeError, KeyError) as error:
        raise fault(path, error) from None


def published() -> str:
    """Return the day of the article (ISO)."""
    return get().published.isoformat()


def is_then(day: str) -> bool:
    """Say whether a day (ISO, empty for today) is no later than the article's."""
    return "" < day <= published()


def iso_day(text: str) -> str:
    """Return an ISO day, or nothing for nothing. Raises LedgerError for any other text."""
    try:
        return date.fromisoformat(text).isoformat() if text else ""
    except ValueError:
        raise LedgerError(f"as_of: '{text}' is not a day like 2025-03-11") from None


def fault(path: Path, error) -> LedgerError:
    """Return a fault of a file in one line that names it."""
    return LedgerError(f"{short(path)}: {' '.join(str(error).split())}")
