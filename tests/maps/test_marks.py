import geopandas as gpd
import pytest
import shapely

from geo.maps.marks import marks


def test_every_place_has_a_ring_and_what_has_a_shape_its_outline():
    places = [
        shapely.Point(5.1, 52.1),
        shapely.box(5, 52, 6, 53),
        shapely.GeometryCollection([shapely.Point(4, 51), shapely.box(4, 51, 4.5, 51.5)]),
        shapely.Polygon(),
        None,
    ]
    layer = marks(gpd.GeoSeries(places, crs=4326))
    assert layer["kind"] == "marks"
    assert layer["points"][:4] == [510_000, 5_210_000, 550_000, 5_250_000]
    assert len(layer["points"]) == 6
    assert len(layer["lines"]) == 2


def test_places_in_metres_are_marked_where_they_are():
    layer = marks(gpd.GeoSeries([shapely.Point(155_000, 463_000)], crs=28992))
    lon, lat = layer["points"]
    assert (lon / 1e5, lat / 1e5) == pytest.approx((5.38721, 52.15517), abs=1e-5)
    assert layer["lines"] == []
