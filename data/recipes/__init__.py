"""How each file of data/ is made from its sources."""
