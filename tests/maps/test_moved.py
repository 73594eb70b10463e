import geopandas as gpd
import numpy as np
import pytest
import shapely

from geo.errors import GeometryError
from geo.maps import moved
from geo.maps.packing import GRID


def test_each_piece_of_ground_is_drawn_and_empty_ones_are_not(squares):
    ground = gpd.GeoSeries([squares.iloc[0], shapely.Polygon(), squares.iloc[3]], crs=4326)
    drawn = moved(ground)
    assert drawn["kind"] == "moved"
    assert len(drawn["ground"]) == 2
    outer = (np.array(drawn["ground"][1][0][0]).reshape(-1, 2).cumsum(axis=0) / GRID).tolist()
    assert shapely.Polygon(outer).equals(squares.iloc[3])


@pytest.mark.parametrize("crs", [None, 28992])
def test_ground_must_be_in_degrees(squares, crs):
    with pytest.raises(GeometryError, match="EPSG:4326"):
        moved(squares.set_crs(crs, allow_override=True))
