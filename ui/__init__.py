"""Draws the model and holds no answers: a console and a window over the same acts."""
