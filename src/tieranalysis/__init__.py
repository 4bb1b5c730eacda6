"""What working in two tiers costs English councils, what joining up would save, and whether it is fair."""

__version__ = "0.1.0"
