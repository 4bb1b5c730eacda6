"""Named sets of assumptions, and what a programme comes to under each: one by one, in sweeps, one assumption at a time, and by chance.

The assumptions and the scenarios are data (registers/assumptions.csv, scenarios.csv and scenario_changes.csv). A scenario
is a frame with one row an assumption; `scenario` is a column of it and of every result, and says in full what was changed.
"""
