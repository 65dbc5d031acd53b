"""What console and window share: acts on drafts, forms and folders. No Qt."""
