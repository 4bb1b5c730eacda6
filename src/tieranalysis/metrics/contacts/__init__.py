"""Contact centres: key figures, staffing apart and together, coalitions, uncertainty and cost."""
