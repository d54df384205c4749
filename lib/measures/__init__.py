"""Build data/processed from data/raw, one function a series (`make data`)."""

from measures import arrests, border, budget, chronicle, detention, docket, removals

SERIES = [function for module in (arrests, border, budget, chronicle, detention, docket,
                                         removals)
          for function in module.SERIES]
