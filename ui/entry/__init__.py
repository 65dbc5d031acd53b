"""What comes before the wizard: the start window, recent drafts, a draft that is opened."""
