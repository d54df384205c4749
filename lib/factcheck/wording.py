"""Public words, and how many of an article's quoted words stand in them."""

import re
import unicodedata
from dataclasses import dataclass
from difflib import SequenceMatcher

from factcheck import show
from factcheck.figure import Figure, no_figure


@dataclass(frozen=True)
class Wording:
    """What somebody said in public, or nothing where no such words are known.

    sentences: the words found; told: who, where and when.
    """

    sentences: tuple[str, ...]
    told: str
    sources: tuple[str, ...]
    published: str
    period: str

    def longest_match(self, quoted: str) -> Figure:
        """Return how many of the quoted words stand in one run and in order, in words."""
        wanted, said = plain(quoted), plain(" ".join(self.sentences))
        match = SequenceMatcher(None, wanted, said, autojunk=False).find_longest_match()
        return self._figure(match.size, "words")

    def whole(self, quoted: str) -> str:
        """Return the phrase that asks for all of the quoted words."""
        return f"at least {len(plain(quoted))}"

    def count(self, names: str) -> Figure:
        """Return how often one of the names (parted by " or ") is said, in mentions."""
        text = " ".join(plain(" ".join(self.sentences)))
        found = sum(
            len(re.findall(rf"\b{' '.join(plain(name))}\b", text)) for name in names.split(" or ")
        )
        return self._figure(found, "mentions")

    def around(self, quoted: str) -> tuple[str, ...]:
        """Return the sentence that holds most of the quoted words, and the one after it."""
        wanted = set(plain(quoted))
        held = [len(wanted & set(plain(sentence))) for sentence in self.sentences]
        at = held.index(max(held)) if held else 0
        return self.sentences[at : at + 2]

    def show(self, quoted: str) -> None:
        """Show the passage around the quoted words, to be looked at."""
        words = " ".join(self.around(quoted)) or "No public wording was found."
        show.display("data", f"{self.told}: {words}", show.html("wording", self.told, words))

    def _figure(self, n: int, unit: str) -> Figure:
        if not any(self.sentences):
            return no_figure(unit, self.sources, self.period)
        return Figure(n, n, unit, self.sources, self.published, self.period)


def plain(text: str) -> list[str]:
    """Return the words of a text as they are compared: no case, no marks, no hyphens."""
    folded = unicodedata.normalize("NFKC", text).replace("’", "'").casefold()
    return re.findall(r"\w+(?:'\w+)*", folded)
