"""The law and the answers: forms, reports, arithmetic, files. No Qt, no Word, no Excel."""
