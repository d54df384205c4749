"""Executed notebooks: where they are, what their outputs hold, written without what differs."""

from pathlib import Path

from factcheck.paths import root

FOLDER = "build/notebooks"


def file_name(subject: str, moment: str) -> str:
    """Name an executed notebook: C113.ipynb as known now, C113.then.ipynb then."""
    return f"{subject}.ipynb" if moment == "now" else f"{subject}.{moment}.ipynb"


def executed(subject: str, moment: str) -> Path:
    """Return where the executed notebook of a claim or a sentence is."""
    return root() / FOLDER / file_name(subject, moment)


def outputs(notebook) -> list:
    """Return the outputs of all cells of a notebook, in their order."""
    return [output for cell in notebook.cells for output in cell.get("outputs", [])]


def normalised(notebook):
    """Drop what differs from run to run: times, random ids, papermill's own metadata."""
    notebook.metadata.pop("papermill", None)
    notebook.metadata.get("language_info", {}).pop("version", None)
    for at, cell in enumerate(notebook.cells):
        for key in ("papermill", "execution"):
            cell.metadata.pop(key, None)
        if "injected-parameters" in cell.metadata.get("tags", []):
            cell["id"] = f"injected-{at}"
    return notebook


def without_images(notebook):
    """Drop the images, which nbval does not compare; the data of each chart stays."""
    for output in outputs(notebook):
        output.get("data", {}).pop("image/png", None)
        output.get("metadata", {}).pop("image/png", None)
    return notebook
