"""The pages: whole, quiet towards other hosts, each claim found, a row of its sentence or alone."""

import re
from html import unescape
from html.parser import HTMLParser
from itertools import pairwise
from posixpath import normpath

import here
import pytest

from invented import ALIKE, APART, ENTRY, PARAMETERS, SOURCES, ruled

CHART = """\
import seaborn as sns
from factcheck import charts, open_claim
case = open_claim(
    claim, as_of, fiscal_year=fiscal_year, asserted=asserted, counted_by=counted_by
)
counts = case.series("counts", fiscal_year, counted_by=counted_by)
case.check(f"removals, FY{fiscal_year}", counts[fiscal_year], asserted)
ax = sns.barplot(counts.frame, x="period", y="value", ax=charts.axes(counts))
display(charts.finish(ax, counts, "Removals <by> year", mark=fiscal_year, asserted=asserted))
"""
# Of one sentence: three claims that are ruled on, and between them one that is computed, by a
# count that was not public then.
ROWS = (
    ruled("C902", more="  quote: the deputies\n"),
    ruled(
        "C904",
        APART,
        supports="[Q1, C901]",
        against="[EV3, press]",
        more="  but: By then, on {EV1}, more was known.\n",
    ),
    ruled("C905", ALIKE.replace("supported", "supported_loosely"), supports="[EV6, EV2]"),
)
CLAIMS = ["C901", "C902", "C903", "C904", "C905"]
ANSWER = """\
- text: ICE removed {C901}; {n supported} claims hold.
  rests_on: {C901: "supported, supported", C904: "cannot_check, supported"}
"""


class Tags(HTMLParser):
    """Every tag of a page with its attributes."""

    def __init__(self, text: str):
        super().__init__()
        self.found: list[tuple[str, dict]] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


@pytest.fixture(scope="module")
def site(running):
    """The pages of the invented project by their path under build/site."""
    running.notebook("counts", CHART + "case.conclude()\n")
    running.rulings(*ROWS)
    later = PARAMETERS.replace("C901", "C903").replace('"report"', '"rows"')
    shown = "display(counts[fiscal_year].number)\ncase.conclude()\n"
    running.notebook("other", CHART + shown, later)
    text = ENTRY.format(id="C903", asserted="about 142")
    running.write("notebooks/other.claims.yml", text.replace("P1.S1", "P1.S2"))
    running.write("notebooks/answer.yml", ANSWER)
    with here.press(running) as press:
        done = press.reproduce()
    assert "failed C" not in done.told, done.told
    folder = running.root / "build/site"
    return {str(p.relative_to(folder)): p.read_text() for p in sorted(folder.rglob("*.*"))}


@pytest.fixture(scope="module")
def page(site):
    return site["claims/C901.html"]


@pytest.fixture(scope="module")
def sentence(site):
    return site["sentences/P1.S2.html"]


def words(html: str) -> str:
    """The text of a page, tags left out."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())


def row(page: str, claim: str) -> str:
    """The text of a claim's row on its sentence's page."""
    found = re.findall(rf'(?s)<section class="fc-row" id="{claim}">.*?</section>', page)
    assert len(found) == 1, f"{claim} stands {len(found)} times"
    return found[0]


# --- all pages


def test_no_page_asks_anything_of_another_host(site):
    for name, page in site.items():
        asked = [
            value
            for tag, attrs in Tags(page).found
            if tag != "a"
            for key, value in attrs.items()
            if key in ("src", "href", "srcset", "action")
        ]
        assert not [value for value in asked if "//" in value.split(",")[0]], name
        # Neither a style nor the front page's own script may.
        assert not re.search(r"(@import|url\(|fetch\(|http-equiv=.*url=)['\" ]*(https?:)?//", page)
    assert "<script" not in "".join(p for n, p in site.items() if n != "index.html")
    assert all(
        "src" not in attrs for tag, attrs in Tags(site["index.html"]).found if tag == "script"
    )


def test_every_link_within_the_pages_leads_to_what_is_there(site):
    ids = {
        name: {attrs["id"] for _, attrs in Tags(page).found if "id" in attrs}
        for name, page in site.items()
    }
    for name, page in site.items():
        for link in [attrs["href"] for _, attrs in Tags(page).found if "href" in attrs]:
            path, _, part = link.partition("#")
            if "//" not in link:
                there = normpath(f"{name}/../{path}") if path else name
                assert there in site, f"{name}: {link}"
                assert not part or part in ids[there], f"{name}: {link}"


def test_no_id_stands_twice_on_a_page(site):
    for name, page in site.items():
        ids = [attrs["id"] for _, attrs in Tags(page).found if "id" in attrs]
        assert len(set(ids)) == len(ids), name


def test_every_claim_has_a_page_under_claims(site):
    assert [name for name in site if name.startswith("claims/")] == [
        f"claims/{claim}.html" for claim in CLAIMS
    ]


@pytest.mark.parametrize("claim", ["C902", "C904", "C905"])
def test_the_page_of_a_claim_in_a_row_leads_to_its_row(site, claim):
    (target,) = [
        attrs["content"].partition("url=")[2]
        for _, attrs in Tags(site[f"claims/{claim}.html"]).found
        if attrs.get("http-equiv") == "refresh"
    ]
    assert target == f"../sentences/P1.S2.html#{claim}"
    assert f'href="{target}"' in site[f"claims/{claim}.html"]


def test_pages_lead_on_in_the_article_s_order(site):
    order = ["claims/C901.html", "sentences/P1.S2.html", "claims/C903.html"]
    for name, after in pairwise(order):
        (link,) = [a["href"] for _, a in Tags(site[name]).found if a.get("rel") == "next"]
        assert link.partition("#")[0] == f"../{after}"
    assert not [a for _, a in Tags(site[order[-1]]).found if a.get("rel") == "next"]


# --- a sentence's page


def test_a_sentence_s_page_has_a_row_for_each_claim_in_their_order(sentence):
    assert re.findall(r'class="fc-row" id="(\w+)"', sentence) == ["C902", "C904", "C905"]


def test_a_row_shows_the_claim_the_quote_and_the_ruling_once_where_then_and_now_agree(sentence):
    text = words(row(sentence, "C902"))
    assert "The C902 of the deputies was moved." in text and "“the deputies”" in text
    assert text.count("● supported Both sources say so, from 11 February 2025 on.") == 1
    assert "as known" not in text and "But:" not in text


def test_a_row_shows_both_rulings_where_they_differ_then_first(sentence):
    text = words(row(sentence, "C904"))
    then = text.index("○ cannot check as known on 11 March 2025. Nothing was public;")
    assert then < text.index("✕ contradicted as known today. The letter came 10 days later")
    assert "But: By then, on 11 February 2025, more was known." in text


def test_a_row_links_its_evidence_and_says_what_it_says(sentence):
    html = row(sentence, "C904")
    links = [attrs["href"] for tag, attrs in Tags(html).found if tag == "a"]
    wanted = ("../claims/C901.html", "https://press.example/", "https://agency.example/")
    assert set(wanted) <= set(links)
    text = words(html)
    assert "For: 20 January 2025: Ann Lee, a post: “We will act at once.”" in text
    assert "Against: January 2025: A letter is sent" in text
    assert "A paper , 19 December 2024 (excerpt)" in text


def test_what_is_computed_of_the_same_sentence_is_linked(sentence):
    part = sentence.split("Of the same sentence, computed")[1]
    assert 'href="../claims/C903.html"' in part and "contradicted" in part.split("</ul>")[0]


def test_a_sentence_s_page_says_who_ruled_and_how_to_run_it_again(sentence):
    assert "Ruled on evidence by language models, for the makers of this collection" in words(
        sentence
    )
    assert "factcheck run C902" in sentence and "notebooks/record.ipynb" in sentence


# --- the front page, the sheet, the sources


def test_the_front_page_says_who_ruled_and_that_nobody_reviewed(site):
    text = words(site["index.html"].split('id="who"')[1])
    assert "the models wrote the rulings" in text
    assert "No independent editor has reviewed them" in text
    assert "the author was not asked for comment" in text
    assert "To object, open an issue that names the claim" in text


def test_the_front_page_leads_to_every_claim_with_both_verdicts(site):
    outline = site["index.html"].split('id="outline"')[1].split('id="rules"')[0]
    found = {
        re.search(r"C\d{3}</small>", part)[0][:4]: words(part)
        for part in outline.split("<tr")[1:]
        if "</small>" in part
    }
    assert sorted(found) == CLAIMS
    assert re.search(r"cannot check.*contradicted", found["C904"])
    links = [a["href"] for tag, a in Tags(outline).found if tag == "a"]
    assert links == [
        "claims/C901.html",
        "sentences/P1.S2.html#C902",
        "claims/C903.html",
        "sentences/P1.S2.html#C904",
        "sentences/P1.S2.html#C905",
    ]


def test_the_front_page_counts_the_verdicts_and_has_a_mark_for_each_claim(site):
    counts = words(site["index.html"].split('class="counts"')[1].split("</ul>")[0])
    assert "● supported 2" in counts and "◐ supported loosely 1" in counts
    assert "✕ contradicted 2" in counts and "cannot check" not in counts
    marks = [
        a for _, a in Tags(site["index.html"].split('class="marks"')[1]).found if "aria-label" in a
    ]
    assert [a["aria-label"] for a in marks][:5] == [
        "C901, supported",
        "C902, supported",
        "C903, contradicted",
        "C904, contradicted",
        "C905, supported loosely",
    ]


def test_the_front_page_gives_the_answer_with_its_claims(site):
    part = site["index.html"].split('id="answer"')[1].split("</section>")[0]
    assert "ICE removed 271; 2 claims hold." in words(part)
    links = [a["href"] for tag, a in Tags(part).found if tag == "a"]
    assert links == ["claims/C901.html", "sentences/P1.S2.html#C904"]


def test_the_sheet_has_a_row_a_claim_with_evidence_verdicts_and_but(site):
    table = [words(part) for part in site["sheet.html"].split("<tbody>")[1].split("<tr>")[1:]]
    assert [text[:4] for text in table] == CLAIMS
    assert "removals, FY2024: 271 removals (FY2024)" in table[0]
    assert "The Agency , 19 December 2024" in table[0] and "supported supported" in table[0]
    assert "The letter came 10 days later" in table[3] and "A paper" in table[3]
    assert "cannot check contradicted By then, on 11 February 2025, more was known." in table[3]


def test_the_sources_page_names_every_source_and_how_much_was_read(site):
    ids = [line.split(",")[0] for line in SOURCES.splitlines()[1:]]
    assert sorted(
        a["id"] for tag, a in Tags(site["sources.html"]).found if tag == "tr" and "id" in a
    ) == sorted(ids)
    press = site["sources.html"].split('id="press"')[1].split("</tr>")[0]
    assert "excerpt" in press and "https://press.example/" in press
    assert "by the article's author" in site["sources.html"].split('id="colleague"')[1][:400]


# --- a claim's page


def test_a_chart_has_alt_text_and_its_data_in_a_table(page):
    (image,) = [attrs for tag, attrs in Tags(page).found if tag == "img"]
    assert "Removals <by> year, in removals" in image["alt"] and "at least 271" in image["alt"]
    assert page.index("The chart's data") > page.index("<img")


def test_code_is_folded_and_not_removed(page):
    folded = page.split('<details class="code">')[1].split("</details>")[0]
    assert "counted_by" in folded and "case" in folded


def test_the_verdict_and_its_check_stand_before_the_notebook(page):
    top = page.split('class="notebook"')[0]
    assert "supported" in top and "removals, FY2024" in top and "Annual report" in top


def test_a_page_of_a_claim_whose_days_agree_shows_its_checks_once(page):
    assert re.findall("<h2>(As .*?)</h2>", page) == ["As known on 11 March 2025, and today"]
    text = words(page.split("What was checked")[0])
    assert "● supported as known on 11 March 2025, and today" in text


def test_a_page_of_a_claim_whose_days_differ_shows_each_day_s_own_checks(site):
    page = site["claims/C903.html"]
    _, now, then = re.split("<h2>As ", page.split('class="notebook"')[0])
    assert words(now).startswith("known today") and "282" in now and "No figure" not in now
    assert words(then).startswith("known on 11 March 2025") and "282" not in then
    assert (now.count("<img"), then.count("<img")) == (1, 0)  # there was nothing to draw then
    assert "No figure was public for: removals, FY2024." in words(then)


def test_the_verdict_of_a_claim_whose_days_differ_goes_from_then_to_now(site):
    text = words(site["claims/C903.html"].split('aria-label="What was checked"')[0])
    assert "○ cannot check as known on 11 March 2025 → ✕ contradicted as known today" in text


def test_the_notebook_on_a_page_is_the_one_of_today(site):
    shown = site["claims/C903.html"].split('class="notebook"')[1]
    assert "282" in words(shown) and "no figure" not in words(shown)


def test_what_the_page_shows_above_is_not_shown_again_in_the_notebook(page):
    shown = page.split('class="notebook"')[1]
    assert "<img" not in shown and "fc-verdict" not in shown and "fc-checks" not in shown
