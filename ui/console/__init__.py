"""The console: one module for each command, no Qt."""
