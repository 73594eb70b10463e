"""
The HTTP routes beside the pages: the map's scripts, its documents, and whether the program is well.

Everything is served from here, so a map asks no other host. Customer data leaves only to the viewer it was published
for; a page of another site can neither read it nor include it as a script.
"""

from geo.http._access import OWN_HOSTS, Identify, own_machine, trusted_hosts
from geo.http._routes import routes

__all__ = ["OWN_HOSTS", "Identify", "own_machine", "routes", "trusted_hosts"]
