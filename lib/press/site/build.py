"""The site: written again only where what its pages are made of has moved."""

import json
from pathlib import Path

from factcheck import ledger
from factcheck.places import fingerprint, of_file, root, write
from press import results

LIBRARY = Path(__file__).parents[2]
KEPT = "build/cache/site.json"
MADE_OF = (
    "notebooks/answer.yml",
    "notebooks/article.yml",
    "docs/methodology.md",
    "CORRECTIONS.md",
    "data/raw/sources.csv",
)


def write_site(entries: list[dict], stories, anew: bool = False) -> None:
    """Write build/site, unless it is there as it was made from the same results and runs.

    stories: a path of what is kept of a run's HTML, by claim and moment. anew: write it anyway.
    """
    done = [e["id"] for e in entries if e["then"] and e["now"]]
    own = {
        (claim, moment): stories(claim, moment)
        for claim in done
        for moment in ("then", "now")
        if not ledger.get(claim).in_row
    }
    code = [
        path
        for package in ("factcheck", "press")
        for path in sorted((LIBRARY / package).rglob("*.*"))
        if path.suffix != ".pyc"
    ]
    made_of = fingerprint(
        "".join(
            [
                results.path().read_text(),
                *map(of_file, MADE_OF),
                *(fingerprint(path.read_bytes()) for path in code),
                *map(of_file, own.values()),
            ]
        )
    )
    if not anew and _stands(made_of):
        return
    from press.site import pages

    names = pages.build(
        entries, {key: json.loads((root() / path).read_text()) for key, path in own.items()}
    )
    files = {name: fingerprint((root() / f"build/site/{name}").read_bytes()) for name in names}
    write(root() / KEPT, json.dumps({"made_of": made_of, "files": files}))


def _stands(made_of: str) -> bool:
    try:
        kept = json.loads((root() / KEPT).read_text())
        return kept["made_of"] == made_of and all(
            of_file(f"build/site/{name}") == sha for name, sha in kept["files"].items()
        )
    except (OSError, ValueError, KeyError):
        return False
