"""Make one report from several: from last year's, from predecessors, from joined sources."""
