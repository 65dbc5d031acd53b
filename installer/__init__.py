"""Makes what is put on computers: bundles, packages, and the lists that go with them."""
