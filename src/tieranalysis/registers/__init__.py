"""Authorities, areas and the lines of the revenue returns: data that ship with the package."""
