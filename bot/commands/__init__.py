"""One file a command; each offers ``command``, which ``bot.cli`` imports when it is called for."""
