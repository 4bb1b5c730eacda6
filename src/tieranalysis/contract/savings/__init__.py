"""What the savings registers must keep beyond their cells: rules between the cells of a row, between rows, and between tables."""
