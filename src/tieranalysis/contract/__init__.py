"""One Table Schema a table, and the one door through which every table passes."""
