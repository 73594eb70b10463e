"""
The HTTP routes beside the pages: the map's scripts, its documents, what links show, and whether the program is well.

Everything is served from here, so a map asks no other host. Customer data leaves only to the viewer it was published
for; a page of another site can neither read it nor include it as a script. Beyond this machine there is nothing but
what links show.
"""

from geo.http._access import Identify, own_machine
from geo.http._beyond import OWN_HOSTS, gate, links_only, links_url
from geo.http._routes import link_routes, routes
from geo.http._serving import links_lifespan

__all__ = [
    "OWN_HOSTS",
    "Identify",
    "gate",
    "link_routes",
    "links_lifespan",
    "links_only",
    "links_url",
    "own_machine",
    "routes",
]
