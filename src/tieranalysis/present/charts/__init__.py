"""Charts in the Analysis Function style: each a small function of a finished frame, which draws and does not compute.

Each takes an axes (`ax`, or makes one) and gives it back, ready for `figure`. At most four series, labelled where they
end; a marker or a shade of its own as well as a colour; one axis of amounts, from nought for bars.
"""
