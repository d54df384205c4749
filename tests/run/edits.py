"""Edits of a project's files, as a person makes them: each returns what does it to a project."""

import nbformat


def edit(path: str, old: str, new: str):
    def change(project) -> None:
        text = (project.root / path).read_text()
        assert old in text
        project.write(path, text.replace(old, new))

    return change


def append(path: str, text: str):
    return lambda project: project.write(path, (project.root / path).read_text() + text)


def in_notebook(change_book, name: str = "counts"):
    def change(project) -> None:
        path = f"notebooks/{name}.ipynb"
        book = nbformat.read(project.root / path, as_version=4)
        change_book(book)
        project.write(path, nbformat.writes(book))

    return change
