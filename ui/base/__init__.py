"""What every page uses: the session, the saver, settings, widgets, work in the background."""
