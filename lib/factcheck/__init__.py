"""Claims of an article, checked against public figures: what a notebook imports."""

from importlib import import_module

_HOMES = {
    "charts": "factcheck.charts",
    "find": "factcheck.claim",
    "given": "factcheck.figure",
    "highest": "factcheck.order",
    "lowest": "factcheck.order",
    "open_claim": "factcheck.claim",
    "open_sentence": "factcheck.sentence",
    "periods": "factcheck.periods",
    "rank": "factcheck.order",
}
__all__ = sorted(_HOMES)


def __getattr__(name: str):
    """Import a name on first use: the command line starts without pandas and seaborn."""
    if name not in _HOMES:
        raise AttributeError(f"module 'factcheck' has no attribute {name!r}")
    module = import_module(_HOMES[name])
    return module if module.__name__.endswith(f".{name}") else getattr(module, name)
