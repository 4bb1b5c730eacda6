"""Pure functions on frames and numbers: they never read a file, draw or print."""
