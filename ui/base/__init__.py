"""What every page stands on: the session, the saver, settings, widgets, work in the background."""
