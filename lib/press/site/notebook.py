"""The notebook's own part of a page: its prose, folded code and outputs, by nbconvert."""

import json
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from functools import cache
from itertools import chain, groupby
from pathlib import Path

from factcheck import charts, show
from factcheck.files import fingerprint, write
from factcheck.paths import root
from press import notebooks
from warm.process import in_fresh_process

TEMPLATES = Path(__file__).parent / "templates"
KEPT = "build/cache/html"
LIFTED = ("card", "check", "chart", "verdict")
AT_ONCE = 2


@dataclass(frozen=True)
class Story:
    """An executed notebook as HTML: its charts, and all that the page does not show otherwise."""

    story: str
    charts: str


def stories(paths: list[Path]) -> dict[Path, Story]:
    """Return the HTML of executed notebooks; what was rendered before is not rendered again."""
    setting = _setting()
    made_of = {path: fingerprint(path.read_bytes()) + setting for path in paths}
    found = {path: story for path in paths if (story := _kept(path, made_of[path]))}
    for path, story in _rendered([path for path in paths if path not in found]).items():
        found[path] = story
        write(_file(path), json.dumps({"made_of": made_of[path], **asdict(story)}))
    return found


def render(paths: list[Path]) -> list[Story]:
    """Render executed notebooks in this process.

    nbconvert's preprocessors and its pass over the finished HTML are left out: each validates or
    parses the whole once more, and nothing of them is wanted here.
    """
    import nbformat

    return [_story(nbformat.read(path, as_version=4)) for path in paths]


def _rendered(paths: list[Path]) -> dict[Path, Story]:
    """Render in warm processes, which have nbconvert imported."""
    shares = [paths[at::AT_ONCE] for at in range(min(AT_ONCE, len(paths)))]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        stories = pool.map(lambda share: in_fresh_process(render, share), shares)
        return dict(zip(chain(*shares), chain(*stories), strict=True))


def _story(notebook) -> Story:
    drawn = [
        output["data"]
        for output in notebooks.outputs(notebook)
        if output.get("data", {}).get(charts.DATA, {}).get("data")  # none of an empty chart
    ]
    shown = [show.html("chart", data[charts.DATA], data["image/png"]) for data in drawn]
    resources = {"groups": _groups(notebook.cells), "lifted": LIFTED}
    return Story(_exporter().template.render(nb=notebook, resources=resources), "".join(shown))


@cache
def _exporter():
    from nbconvert import HTMLExporter
    from nbconvert.filters import Highlight2HTML

    exporter = HTMLExporter(template_name="notebook", extra_template_basedirs=[str(TEMPLATES)])
    exporter.register_filter("highlight_code", Highlight2HTML(pygments_lexer="ipython3"))
    exporter.register_filter("unstyled", _unstyled)
    return exporter


def _unstyled(html: str) -> str:
    """A pandas table without the look that it brings along: the page has its own."""
    look = r'<style scoped>.*?</style>| border="1"| style="[^"]*"'
    return re.sub(look, "", html, flags=re.DOTALL)


def _groups(cells: list) -> list[tuple[str, list]]:
    """Put cells that follow each other and are of one kind together: one fold for their code."""
    shown = [cell for cell in cells if "parameters" not in cell.metadata.get("tags", [])]
    return [(kind, list(group)) for kind, group in groupby(shown, lambda cell: cell.cell_type)]


def _setting() -> str:
    """Of what renders a notebook, besides the notebook."""
    files = [Path(__file__), *sorted((TEMPLATES / "notebook").iterdir())]
    files.append(show.TEMPLATES / "parts.html.j2")
    return fingerprint(b"".join(path.read_bytes() for path in files))


def _kept(path: Path, made_of: str) -> Story | None:
    try:
        kept = json.loads(_file(path).read_text())
        return Story(kept["story"], kept["charts"]) if kept["made_of"] == made_of else None
    except (OSError, ValueError, KeyError):
        return None


def _file(path: Path) -> Path:
    return root() / KEPT / f"{path.stem}.json"
