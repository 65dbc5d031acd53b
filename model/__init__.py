"""Forms, reports, arithmetic, checks and draft files. No Qt, no Word, no Excel."""
