"""Chinese typing on Linux: who takes the keys and gives the words, and how it is reached."""
