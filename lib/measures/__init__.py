"""Build data/processed from data/raw, one function a series (`make data`)."""

from measures import (
    arrestees,
    arrests,
    border,
    budget,
    capacity,
    chronicle,
    cooperation,
    detention,
    docket,
    guantanamo,
    officers,
    removals,
)

MODULES = (
    arrestees,
    arrests,
    border,
    budget,
    capacity,
    chronicle,
    cooperation,
    detention,
    docket,
    guantanamo,
    officers,
    removals,
)
SERIES = [function for module in MODULES for function in module.SERIES]
