"""From a plan to published pages: plan, engine, run, publish, catalogue."""
