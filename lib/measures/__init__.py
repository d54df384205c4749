"""Build data/processed from data/raw, one function a series (`make data`)."""

from measures import arrestees, arrests, border, budget, detention, docket, guantanamo, removals

SERIES = [function for module in (arrestees, arrests, border, budget, detention, docket,
                                  guantanamo, removals)
          for function in module.SERIES]
