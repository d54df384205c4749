"""Run claims: what must run, how a notebook is executed, and the whole collection at once."""
