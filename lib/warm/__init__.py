"""Run notebooks by papermill, each in a fresh process forked from a warm one."""

import papermill  # noqa: F401  it loads warm.engine by its entry point, and must be the first to
