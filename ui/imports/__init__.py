"""Other people's files and last year's report, shown as a proposal."""
