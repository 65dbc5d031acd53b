"""What words and numbers of a source mean, before it is known which part of a report they are."""
