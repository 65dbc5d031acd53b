"""Chinese typing on Linux: which input method gets the keys, and how it is reached."""
