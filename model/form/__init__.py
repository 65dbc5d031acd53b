"""What the law lays down: forms as data, and what is prepared from them once."""
