"""Write every series to data/processed and its hash into the data package."""

import hashlib
import json
from pathlib import Path

import pandas as pd
import yaml

PACKAGE = "data/datapackage.yaml"


class RawError(ValueError):
    """A raw table that is missing or has changed since it was accepted."""


def build(root: Path, accept_raw: bool = False) -> int:
    """Rebuild all series under `root`; returns an exit code.

    accept_raw: take changed raw tables as they are, instead of refusing them by name.
    """
    package = yaml.safe_load((root / PACKAGE).read_text())
    try:
        _check_raw(root, package, accept_raw)
        for name, table in all_series(root).items():
            text = table.to_csv(index=False, lineterminator="\n").encode()
            (root / "data/processed" / f"{name}.csv").write_bytes(text)
            print(f"{name:34s} {len(table):6,d} rows")
        _seal(root, package)
    except (RawError, ValueError, KeyError) as error:
        print(f"make data: {error}")
        return 1
    return 0


def all_series(root: Path) -> dict[str, pd.DataFrame]:
    """Compute every series from data/raw, by name, without writing it."""
    from measures import SERIES

    def raw(name: str) -> pd.DataFrame:
        return pd.read_csv(root / "data/raw" / f"{name}.csv", dtype=str, keep_default_na=False)

    return {function.__name__: function(raw) for function in SERIES}


def _check_raw(root: Path, package: dict, accept: bool) -> None:
    for resource in package["resources"]:
        path = root / "data" / resource["path"]
        if not resource["path"].startswith("raw/"):
            continue
        if not path.is_file():
            raise RawError(f"data/{resource['path']} is missing: restore it from git")
        if not accept and resource.get("hash") != _hash(path):
            raise RawError(
                f"data/{resource['path']} is not what {PACKAGE} says (sha256 differs): "
                "restore it from git, or `make data ACCEPT=1` if you meant to change it"
            )


def _seal(root: Path, package: dict) -> None:
    for resource in package["resources"]:
        path = root / "data" / resource["path"]
        if not path.is_file():  # verdicts.csv before the first `factcheck accept`
            continue
        resource["hash"], resource["bytes"] = _hash(path), path.stat().st_size
    # By way of JSON: a part that two tables share is written out twice, not as a YAML alias.
    whole = json.loads(json.dumps(package))
    text = yaml.safe_dump(whole, sort_keys=False, allow_unicode=True, width=110)
    (root / PACKAGE).write_text(text)


def _hash(path: Path) -> str:
    return "sha256:" + hashlib.sha256(path.read_bytes()).hexdigest()
