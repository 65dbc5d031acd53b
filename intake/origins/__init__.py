"""Where the parts of a proposal come from in their source, and the lines that it does not take."""
