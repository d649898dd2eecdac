"""Commands that are large enough for a module of their own, and what all commands share (`shell`)."""
