"""One module for each kind of page; a page draws the session's report and keeps nothing."""
