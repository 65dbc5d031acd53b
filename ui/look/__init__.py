"""The look of the window: colours by role, the style sheet, the line icons."""
