"""Build data/processed from data/raw, one function a series (`make data`)."""

from measures import (
    arrests,
    border,
    budget,
    capacity,
    chronicle,
    cooperation,
    detention,
    docket,
    removals,
)

MODULES = (arrests, border, budget, capacity, chronicle, cooperation, detention, docket, removals)
SERIES = [function for module in MODULES for function in module.SERIES]
