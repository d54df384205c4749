"""Run notebooks by papermill, each in a fresh process forked from a warm one."""
