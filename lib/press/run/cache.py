"""The results of earlier runs, in build/cache: used again where nothing that they hang on moved."""

import json
from dataclasses import dataclass
from pathlib import Path

from factcheck.files import fingerprint, write
from factcheck.paths import root
from factcheck.record import Record, from_json
from press.run import keys
from press.run.keys import Reason
from press.run.plan import Run

FOLDER = "build/cache"


@dataclass(frozen=True)
class Found:
    """What a run gave: a record a claim, and the executed notebook as text."""

    records: dict[str, Record]
    notebook: str


def look(run: Run) -> tuple[dict[str, Record], Reason | None]:
    """Return the records kept of a run, and why it must run again; None where it need not."""
    try:
        kept = json.loads(_file(run).read_text())
        if kept["sum"] != _sum(kept):
            return {}, keys.DAMAGED
        if fingerprint((root() / run.out).read_bytes()) != kept["notebook"]:
            return {}, keys.CHANGED
        parts = keys.parts(run, kept["tables"], kept["sources"])
        records = {claim: from_json(told) for claim, told in kept["records"].items()}
        return records, keys.moved(kept["parts"], parts)
    except FileNotFoundError:
        return {}, keys.NEW
    except (ValueError, KeyError, TypeError):
        return {}, keys.DAMAGED


def keep(run: Run, found: Found) -> None:
    """Keep what a run found, as `look` finds it."""
    any_record = next(iter(found.records.values()))
    tables, sources = sorted(any_record.tables), list(any_record.sources)
    entry = {
        "parts": keys.parts(run, tables, sources),
        "tables": tables,
        "sources": sources,
        "records": {claim: record.to_json() for claim, record in found.records.items()},
        "notebook": fingerprint(found.notebook),
    }
    write(root() / run.out, found.notebook)
    write(_file(run), json.dumps(entry | {"sum": _sum(entry)}))


def forget(run: Run) -> None:
    """Keep nothing of a run that failed."""
    _file(run).unlink(missing_ok=True)


def _sum(entry: dict) -> str:
    """The fingerprint of an entry, by which a change by hand is noticed."""
    told = {key: value for key, value in entry.items() if key != "sum"}
    return fingerprint(json.dumps(told, sort_keys=True))


def _file(run: Run) -> Path:
    return root() / FOLDER / f"{run.subject}.{run.moment}.json"
