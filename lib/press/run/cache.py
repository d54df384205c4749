"""The results of earlier runs, in build/cache: used again where nothing that they hang on moved."""

import json

from factcheck import show
from factcheck.places import fingerprint, root, write
from press.run import keys
from press.run.plan import Run, moments

FOLDER = "build/cache"


def look(run: Run) -> tuple[dict | None, str]:
    """Return what is kept of a run, and why it must run again; an empty reason where it need not.

    "text" as the reason: its cells need not be executed, only the page is to be rendered.
    """
    try:
        kept = json.loads(_entry(run).read_text())
        if kept["sum"] != _sum(kept):
            return None, "its cache entry was damaged"
        files = root() / run.out, root() / story(run.subject, run.moment)
        if [fingerprint(path.read_bytes()) for path in files] != [kept["notebook"], kept["html"]]:
            return None, "its result was changed"
    except FileNotFoundError:
        return None, "not run before"
    except (ValueError, KeyError, TypeError):
        return None, "its cache entry was damaged"
    reason = keys.why(kept["parts"], keys.parts(run, kept["tables"]))
    return kept, reason or ("text" if kept["text"] != keys.text(run) else "")


def keep(run: Run, found: dict, seconds: float) -> dict:
    """Keep what a run found: `records`, the executed `notebook` as text, and `html`.

    Returns the entry, as `look` would.
    """
    html = json.dumps(found["html"])
    read = next(iter(found["records"].values()))
    entry = {
        "parts": keys.parts(run, read["tables"]),
        "tables": sorted(read["tables"]),
        "newest": max(r["newest"] for r in found["records"].values()),
        "text": keys.text(run),
        "records": found["records"],
        "seconds": seconds,
        "notebook": fingerprint(found["notebook"]),
        "html": fingerprint(html),
    }
    write(root() / run.out, found["notebook"])
    write(root() / story(run.subject, run.moment), html)
    entry["sum"] = _sum(entry)
    write(_entry(run), json.dumps(entry))
    return entry


def _sum(entry: dict) -> str:
    """The fingerprint of an entry, by which a change by hand is noticed."""
    return fingerprint(json.dumps({k: v for k, v in entry.items() if k != "sum"}, sort_keys=True))


def story(subject: str, moment: str) -> str:
    """Return where the HTML of a run is kept."""
    return f"{FOLDER}/{subject}.{moment}.html.json"


def serves_as_then(kept: dict) -> bool:
    """Say whether a run as of today read only what was public on the article's day."""
    return kept["newest"] <= moments()["then"]


def as_then(run: Run, now: dict, executed: str) -> dict:
    """Turn what a run found as of today into what it would have found as of the article's day."""
    day = moments()["then"]
    notebook = json.loads(executed)
    for cell in notebook["cells"]:
        if "injected-parameters" in cell["metadata"].get("tags", []):
            cell["source"] = [
                line.replace('as_of = ""', f'as_of = "{day}"') for line in cell["source"]
            ]
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            data |= {mime: _dated(value, day) for mime, value in data.items()}
    records = {claim: _dated(record, day) for claim, record in now["records"].items()}
    html = json.loads((root() / story(run.subject, "now")).read_text())
    return {
        "records": records,
        "html": html,
        "notebook": json.dumps(notebook, indent=1, ensure_ascii=False) + "\n",
    }


def _dated(value, day: str):
    """Put a day in place of today in what a notebook shows and records."""
    if isinstance(value, str):
        return value.replace(show.known(""), show.known(day))
    if isinstance(value, list):
        return [_dated(part, day) for part in value]
    return value | {"as_of": day} if isinstance(value, dict) and "as_of" in value else value


def _entry(run: Run):
    return root() / FOLDER / f"{run.subject}.{run.moment}.json"
