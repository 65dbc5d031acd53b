"""What is brought in: other people's files and last year's report, as a proposal."""
