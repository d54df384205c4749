"""Write the pages: the front page, one a claim or sentence, the sheet, sources, methodology."""

from collections.abc import Iterator
from functools import cache
from itertools import groupby
from pathlib import Path

import mistune
from jinja2 import Environment, FileSystemLoader

from factcheck import article, ledger, periods, show
from factcheck.files import write
from factcheck.paths import root
from factcheck.sources import sources
from factcheck.verdict import WORDS
from press import notebooks
from press.results import Result
from press.site import answer
from press.site.notebook import TEMPLATES, Story

DOCS = {"methodology": "docs/methodology.md", "corrections": "CORRECTIONS.md"}
Page = tuple[str, str]  # its path under build/site, its HTML


def build(results: list[Result], stories: dict[Path, Story]) -> list[str]:
    """Write build/site from the results and the notebooks' HTML, whole pages only; return names.

    stories: by the executed notebook, for claims with a run of their own. A claim whose run failed
    has no page; the front page says so.
    """
    order = sorted(results, key=lambda result: result.claim.position)
    done = [result for result in order if not result.failed]
    written = dict([*_single_pages(order), *_claim_pages(done, stories)])
    site = root() / "build" / "site"
    for name, page in written.items():
        if not (site / name).is_file() or (site / name).read_text() != page:
            write(site / name, page)
    for old in {*site.glob("*/*.html")} - {site / name for name in written}:
        old.unlink(missing_ok=True)
    write(site / "house.css", (TEMPLATES / "house.css").read_bytes())
    return [*written, "house.css"]


def _single_pages(order: list[Result]) -> Iterator[Page]:
    yield "index.html", _index(order)
    yield "sheet.html", _render("sheet", results=order)
    rows = sources().values()
    listed = sorted(rows, key=lambda row: (row["publisher"].casefold(), row["published"]))
    yield "sources.html", _render("sources", sources=listed)
    markdown = mistune.create_markdown(plugins=["table"])
    for name, path in DOCS.items():
        text = markdown((root() / path).read_text())
        yield f"{name}.html", _render("doc", title=name, text=text)


def _index(order: list[Result]) -> str:
    verdicts = [result.now.verdict for result in order if result.now]
    by_paragraph = groupby(order, lambda result: result.claim.position[0])
    return _render(
        "index",
        results=order,
        paragraphs=[(number, list(group)) for number, group in by_paragraph],
        counts={word: verdicts.count(word) for word in WORDS if word in verdicts},
        keys=[result for result in order if result.claim.key],
        answer=answer.sentences(order),
    )


def _claim_pages(done: list[Result], stories: dict[Path, Story]) -> Iterator[Page]:
    """Yield a page a claim or a sentence; a claim in a row has one that leads to its sentence's."""
    by_page: dict[str, list[Result]] = {}
    for result in done:
        by_page.setdefault(result.claim.page.split("#")[0], []).append(result)
    pages = list(by_page)
    for at, (page, results) in enumerate(by_page.items()):
        around = {
            "before": by_page[pages[at - 1]][0].claim if at else None,
            "after": by_page[pages[at + 1]][0].claim if at + 1 < len(pages) else None,
        }
        if not results[0].claim.in_row:
            yield page, _claim_page(results[0], stories, around)
            continue
        sentence = results[0].claim.sentence
        elsewhere = [r for r in done if r.claim.sentence == sentence and r not in results]
        yield page, _render("sentence", rows=results, elsewhere=elsewhere, **around)
        for result in results:
            yield f"claims/{result.claim.id}.html", _render("moved", claim=result.claim)


def _claim_page(result: Result, stories: dict[Path, Story], around: dict) -> str:
    """Return one claim's page: the verdict, what was checked, the charts, then the notebook."""
    day = f"known on {periods.spoken(article.published())}"
    then, now = (stories[notebooks.executed(result.claim.id, moment)] for moment in ("then", "now"))
    seen = [
        ("As known today", result.now, now.charts),
        (f"As {day}", result.then, then.charts if then.charts != now.charts else ""),
    ]
    if result.same_both_days:
        seen = [(f"As {day}, and today", result.now, now.charts)]
    return _render("claim", result=result, seen=seen, story=now.story, **around)


def _render(template: str, **given) -> str:
    known = {"article": article.get(), "find_claim": ledger.get, "before": None, "after": None}
    return _environment().get_template(f"{template}.html.j2").render(**known | given)


@cache
def _environment() -> Environment:
    return show.environment().overlay(loader=FileSystemLoader([TEMPLATES, show.TEMPLATES]))
