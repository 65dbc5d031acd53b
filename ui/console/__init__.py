"""The console: `commands` describes all commands, the other modules carry them out. No Qt."""
