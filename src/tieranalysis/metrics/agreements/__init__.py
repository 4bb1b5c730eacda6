"""What was agreed and what has become of it: progress, duties, participation, viability, delivery, allocation."""
