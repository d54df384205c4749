"""Hold the article against the ledger: every sentence, quote, number, date and name."""

import re
import unicodedata

from factcheck import article, dates, ledger
from factcheck.files import fingerprint
from factcheck.reading import WORDS

FOLDED = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-"})
END = re.compile(r"[.?!][\"')]*(?= |$)")
WORD = re.compile(r"\$?\w[\w.,']*[\w%]|\w")
NUMBERS = {*WORDS, "half", "double", "top"} - {"one"} | {
    word + s for word in ("dozen", "hundred", "thousand", "million", "billion") for s in ("", "s")
}
DATES = {*dates.WEEKDAYS, *dates.MONTHS[1:], "yesterday", "decade"}


def faults(text: str) -> list[str]:
    """Return what the ledger misses or misquotes of an article's text, a line each.

    text: a paragraph a line. Each sentence must be as pinned in article.yml, met by a claim or
    listed as claiming nothing; each quote verbatim in its sentence; each number, date and proper
    name in some claim's `quote` or `says`.
    """
    paragraphs = [fold(line) for line in text.splitlines() if line.strip()]
    found, broken = _pinned(paragraphs)
    names = _names(found)
    if not broken and len(text.split()) != article.get().words:
        broken.append(f"article.yml: words: the article has {len(text.split())}")
    return broken + [
        fault for sentence, words in found.items() for fault in _of_sentence(sentence, words, names)
    ]


def fold(text: str) -> str:
    """Return a text with its quotes and dashes straight and its white space single."""
    return " ".join(unicodedata.normalize("NFKC", text).translate(FOLDED).split())


def _pinned(paragraphs: list[str]) -> tuple[dict[str, str], list[str]]:
    """Cut each paragraph where the pinned sentences end; name what does not fit."""
    found, broken = {}, []
    for sentence, pin in article.get().sentences.items():
        number = int(sentence[1:].split(".")[0])
        rest = paragraphs[number - 1] if number <= len(paragraphs) else ""
        ends = [match.end() for match in END.finditer(rest)]
        cut = next((end for end in ends if fingerprint(rest[:end]) == pin), None)
        if cut is None:
            broken.append(f"{sentence}: no sentence of the article is as pinned in article.yml")
            continue
        found[sentence] = rest[:cut]
        paragraphs[number - 1] = rest[cut:].strip()
    return found, broken + [
        f"paragraph {number}: not pinned: {left[:60]}"
        for number, left in enumerate(paragraphs, 1)
        if left
    ]


def _of_sentence(sentence: str, words: str, names: set[str]):
    claims = [c for c in ledger.claims().values() if c.sentence == sentence]
    silent = article.get().no_claim.get(sentence)
    if not claims and not silent:
        yield f"{sentence}: no claim, and not listed as claiming nothing"
    for claim in claims:
        if claim.quote and not re.search(
            rf"(?<![\w,.]){re.escape(fold(claim.quote))}(?!\w)", words, re.I
        ):
            yield f"{sentence}: {claim.id}: the quote is not in the sentence: {claim.quote}"
    if silent and silent["extent"] == "whole":
        return
    said = " ".join(f"{c.says} {c.quote} {c.speaker}" for c in claims)
    met = {_plain(word) for word in WORD.findall(fold(said))}
    for word in dict.fromkeys(WORD.findall(words)):
        if _counts(word, names) and _plain(word) not in met:
            yield f"{sentence}: no claim says or quotes '{word}'"


def _names(found: dict[str, str]) -> set[str]:
    """The words that stand with a capital inside a sentence, outside quotes: proper names."""
    inside = [
        word
        for words in found.values()
        for word in WORD.findall(re.sub(r'"[^"]*"|^\W*\S+', "", words))
    ]
    lower = {word for word in inside if word[0].islower()}
    return {_plain(word) for word in inside if word[0].isupper()} - lower - {"i"}


def _counts(word: str, names: set[str]) -> bool:
    name = word[0].isupper() and _plain(word) in names
    return name or _plain(word) in NUMBERS | DATES or any(ch.isdigit() for ch in word)


def _plain(word: str) -> str:
    return re.sub(r"'s?$", "", word.casefold()).strip(".,")
