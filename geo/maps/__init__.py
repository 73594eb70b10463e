"""
Maps: documents of data, drawn by one script of ours, in the app through folium and in a file that stands alone.

Nothing here, and nothing that it shows, asks another host.
"""

from geo.maps.assets import AssetsError, assets_folder, ensure_assets
from geo.maps.base import base
from geo.maps.blocks import blocks
from geo.maps.document import Label, Layer, areas, customers, heading, territories
from geo.maps.folium_map import Desk, base_map, show
from geo.maps.homes import HomeMark, homes
from geo.maps.moved import moved
from geo.maps.neighbours import facing
from geo.maps.regions import regions
from geo.maps.registry import REGISTRY, Document, Registry, document
from geo.maps.standalone import standalone

__all__ = [
    "REGISTRY",
    "AssetsError",
    "Desk",
    "Document",
    "HomeMark",
    "Label",
    "Layer",
    "Registry",
    "areas",
    "assets_folder",
    "base",
    "base_map",
    "blocks",
    "customers",
    "document",
    "ensure_assets",
    "facing",
    "heading",
    "homes",
    "moved",
    "regions",
    "show",
    "standalone",
    "territories",
]
