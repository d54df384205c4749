"""Write the pages: the front page, one a claim or sentence, the sheet, sources, methodology."""

from functools import cache
from itertools import groupby
from pathlib import Path

import mistune
from jinja2 import Environment, FileSystemLoader

from factcheck import ledger, show
from factcheck.places import root, write
from factcheck.sources import sources
from factcheck.verdict import WORDS
from press import results
from press.site import answer

TEMPLATES = Path(__file__).parent / "templates"
DOCS = {"methodology": "docs/methodology.md", "corrections": "CORRECTIONS.md"}


def build(entries: list[dict], stories: dict[tuple[str, str], dict]) -> list[str]:
    """Write build/site from the results and the notebooks' HTML, whole pages only; return names.

    stories: what story.notebook_html returned, by claim and moment, for claims with a run of their
    own. A claim whose run failed has no page; the front page says so.
    """
    order = sorted(entries, key=lambda e: ledger.get(e["id"]).place)
    written = {f"{name}.html": page for name, page in _single_pages(order)}
    written |= dict(_claim_pages([e for e in order if e["now"] and e["then"]], stories))
    site = root() / "build" / "site"
    for name, page in written.items():
        write(site / name, page)
    for old in {*site.glob("*/*.html")} - {site / name for name in written}:
        old.unlink(missing_ok=True)
    write(site / "house.css", (TEMPLATES / "house.css").read_bytes())
    return [*written, "house.css"]


def _single_pages(order: list[dict]):
    paragraphs = [
        (number, list(group))
        for number, group in groupby(order, lambda e: ledger.get(e["id"]).place[0])
    ]
    verdicts = [e["now"]["verdict"] for e in order if e["now"]]
    yield (
        "index",
        _render(
            "index",
            entries=order,
            paragraphs=paragraphs,
            counts={w: verdicts.count(w) for w in WORDS if w in verdicts},
            keys=[e for e in order if ledger.get(e["id"]).key],
            answer=answer.sentences(order),
        ),
    )
    yield "sheet", _render("sheet", entries=order)
    yield (
        "sources",
        _render(
            "sources",
            sources=sorted(
                sources().values(), key=lambda row: (row["publisher"].casefold(), row["published"])
            ),
        ),
    )
    markdown = mistune.create_markdown(plugins=["table"])
    for name, path in DOCS.items():
        yield name, _render("doc", title=name, text=markdown((root() / path).read_text()))


def _claim_pages(done: list[dict], stories: dict):
    """Yield a page a claim or a sentence; a claim in a row has one that leads to its sentence's."""
    by_page: dict[str, list] = {}
    for entry in done:
        by_page.setdefault(entry["page"].split("#")[0], []).append(entry)
    pages = list(by_page.items())
    for at, (page, entries) in enumerate(pages):
        around = {
            "before": pages[at - 1][1][0] if at else None,
            "after": pages[at + 1][1][0] if at + 1 < len(pages) else None,
        }
        if not page.startswith("sentences/"):
            yield page, claim_page(entries[0], stories, **around)
            continue
        sentence = entries[0]["sentence"]
        yield (
            page,
            _render(
                "sentence",
                rows=entries,
                sentence=sentence,
                **around,
                elsewhere=[e for e in done if e["sentence"] == sentence and e not in entries],
            ),
        )
        for entry in entries:
            yield f"claims/{entry['id']}.html", _render("moved", entry=entry)


def claim_page(entry: dict, stories: dict, before: dict | None, after: dict | None) -> str:
    """Return one claim's page: the verdict, what was checked, the charts, then the notebook."""
    day = f"known on {show.day(ledger.article().published.isoformat())}"
    html = {moment: stories[entry["id"], moment] for moment in ("then", "now")}
    seen = [
        ("As known today", entry["now"], html["now"]["charts"]),
        (f"As {day}", entry["then"], html["then"]["charts"]),
    ]
    if entry["then"] == entry["now"]:
        seen = [(f"As {day}, and today", *seen[0][1:])]
    elif html["then"]["charts"] == html["now"]["charts"]:
        seen[1] = (*seen[1][:2], "")
    return _render(
        "claim", entry=entry, before=before, after=after, seen=seen, story=html["now"]["story"]
    )


def _render(template: str, **given) -> str:
    known = {
        "article": ledger.article(),
        "claim": ledger.get,
        "before": None,
        "after": None,
        "rests_on": results.rests_on,
        "sources_of": results.sources_of,
    }
    return _environment().get_template(f"{template}.html.j2").render(**known | given)


@cache
def _environment() -> Environment:
    return show.environment().overlay(loader=FileSystemLoader([TEMPLATES, show.TEMPLATES]))
