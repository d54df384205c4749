"""From the readings of a claim's checks to its verdict: pure functions."""

WORDS = {
    "supported": ("●", "supported"),
    "supported_loosely": ("◐", "supported loosely"),
    "contradicted": ("✕", "contradicted"),
    "cannot_check": ("○", "cannot check"),
    "opinion": ("◇", "opinion, not rated"),
    "open": ("△", "open"),
}
READINGS = {
    "strict": "holds",
    "loose": "holds loosely",
    "fails": "fails",
    "too_rough": "too rough to tell",
    "no_figure": "no figure",
}


def conclude(readings: list[str]) -> str:
    """Return the verdict of a computed claim from how each deciding check reads.

    A failed check outranks one that cannot be told. Raises ValueError when nothing decides.
    """
    if not readings:
        raise ValueError("a computed claim needs at least one check or comparison")
    if "fails" in readings:
        return "contradicted"
    if "no_figure" in readings or "too_rough" in readings:
        return "cannot_check"
    return "supported_loosely" if "loose" in readings else "supported"
