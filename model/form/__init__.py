"""The mandated forms as data, and what is computed from each form once."""
