"""Acts on drafts, forms and folders that console and window share. No Qt."""
