"""A claim's page: whole, quiet towards other hosts, readable without its picture."""

from html.parser import HTMLParser

import pytest
from commands import factcheck

CHART = """\
from factcheck import charts, open_claim
case = open_claim(claim, as_of)
counts = case.series("counts", fiscal_year, counted_by=counted_by)
case.check(f"removals, FY{fiscal_year}", counts[fiscal_year], asserted)
display(charts.bars(counts, "Removals <by> year", mark=fiscal_year, asserted=asserted))
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
def page(running):
    code = CHART + "case.conclude()\n"
    running.notebook("counts", code)
    assert factcheck(running, "reproduce").returncode == 1      # nothing is accepted yet
    return (running.root / "build/site/claims/C901.html").read_text()


def test_a_page_asks_nothing_of_another_host(page):
    asked = [value for tag, attrs in Tags(page).found if tag != "a"
             for name, value in attrs.items() if name in ("src", "href", "srcset", "action")]
    assert not [value for value in asked if "//" in value.split(",")[0]]
    assert "<script" not in page


def test_a_chart_has_alt_text_and_its_data_in_a_table(page):
    image, = [attrs for tag, attrs in Tags(page).found if tag == "img"]
    assert "Removals <by> year, in removals" in image["alt"] and "at least 271" in image["alt"]
    assert page.index("The chart's data") > page.index("<img")


def test_code_is_folded_and_not_removed(page):
    folded = page.split('<details class="code">')[1].split("</details>")[0]
    assert "counted_by" in folded and "case" in folded


def test_the_verdict_and_its_check_stand_before_the_notebook(page):
    top = page.split('class="notebook"')[0]
    assert "supported" in top and "removals, FY2024" in top and "Annual report" in top
