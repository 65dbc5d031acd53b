"""One report made from several: last year's, the sums of predecessors, joined sources."""
