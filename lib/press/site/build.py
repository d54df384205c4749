"""The site: written again only where what its pages are made of has moved."""

import json
from pathlib import Path

from factcheck.files import fingerprint, write
from factcheck.paths import root
from press import notebooks, results
from press.results import Result

LIBRARY = Path(__file__).parents[2]
KEPT = "build/cache/site.json"
MADE_OF = (
    "notebooks/answer.yml",
    "notebooks/article.yml",
    "docs/methodology.md",
    "CORRECTIONS.md",
    "data/raw/sources.csv",
)


def write_site(found: list[Result], anew: bool = False) -> None:
    """Write build/site, unless it is there as it was made from the same results and runs.

    anew: write it anyway.
    """
    own = [
        notebooks.executed(result.claim.id, moment)
        for result in found
        if not (result.failed or result.claim.in_row)
        for moment in ("then", "now")
    ]
    made_of = _made_of(own)
    if not anew and _stands(made_of):
        return
    from press.site import notebook, pages

    names = pages.build(found, notebook.stories(own))
    files = {name: _sha(root() / f"build/site/{name}") for name in names}
    write(root() / KEPT, json.dumps({"made_of": made_of, "files": files}))


def _made_of(executed: list[Path]) -> str:
    """The fingerprint of all that the pages are made of: results, runs, texts, code, templates."""
    code = [
        path
        for package in ("factcheck", "press")
        for path in sorted((LIBRARY / package).rglob("*.*"))
        if path.suffix != ".pyc"
    ]
    texts = [root() / name for name in MADE_OF]
    return fingerprint("".join(map(_sha, [results.path(), *executed, *texts, *code])))


def _sha(path: Path) -> str:
    return fingerprint(path.read_bytes()) if path.is_file() else "missing"


def _stands(made_of: str) -> bool:
    try:
        kept = json.loads((root() / KEPT).read_text())
        return kept["made_of"] == made_of and all(
            _sha(root() / f"build/site/{name}") == sha for name, sha in kept["files"].items()
        )
    except (OSError, ValueError, KeyError):
        return False
