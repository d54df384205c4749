"""Stand-in until the data branch is merged."""

import hashlib
import re
from pathlib import Path


def seal(root: Path, path: str) -> None:
    file = root / "data/datapackage.yaml"
    content = (root / "data" / path).read_bytes()
    text = file.read_text()
    at = text.index(f"path: {path}\n")
    end = text.find("\n- name:", at)
    part = text[at : end if end > 0 else len(text)]
    part = re.sub(r"hash: sha256:\w+", "hash: sha256:" + hashlib.sha256(content).hexdigest(), part)
    part = re.sub(r"bytes: \d+", f"bytes: {len(content)}", part)
    file.write_text(text[:at] + part + (text[end:] if end > 0 else ""))
