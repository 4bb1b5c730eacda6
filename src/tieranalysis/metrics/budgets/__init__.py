"""What each tier spends: on which basis, on what, per head, in real terms, and against its budget."""
