"""The page about the team: its table, homes, files, and whether it is enough."""
