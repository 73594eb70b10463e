"""Boundaries that are no coverage: refused with the wrong places, or mended and told."""

import json
import re

import geopandas as gpd
import numpy as np
import pytest
import shapely

from geo.areas import REASONS, BoundaryError, metric_crs, read_boundaries, to_metres
from geo.errors import GeometryError, InputError
from geo.gazetteer import postcode_places
from tests.areas.shapes import RD, rectangle

LEFT, RIGHT = rectangle(0, 0, 1, 1), rectangle(1, 0, 2, 1)


def geojson(shapes, crs=None, **columns):
    columns = columns or {"code": [chr(ord("a") + i) for i in range(len(shapes))]}
    document = json.loads(gpd.GeoDataFrame(columns, geometry=list(shapes), crs=4326).to_json())
    document.pop("crs", None)
    if crs:
        document["crs"] = {"type": "name", "properties": {"name": crs}}
    return json.dumps(document).encode()


def refused(content, **kwargs):
    with pytest.raises(BoundaryError) as caught:
        read_boundaries(content, "x", **kwargs)
    error = caught.value
    assert isinstance(error, GeometryError)
    assert error.remedy is not None
    assert error.places.crs == "EPSG:4326"
    assert set(error.places["reason"]) <= set(REASONS)
    return error


def read(shapes, **kwargs):
    return read_boundaries(geojson(shapes, **kwargs), "x")


def remarks(found):
    return "\n".join(map(str, found.remarks))


def moved(shape, degrees):
    return shapely.transform(shape, lambda xy: xy + np.array(degrees))


def test_an_overlap_is_shown_where_it_is():
    error = refused(geojson([LEFT, rectangle(0.5, 0, 2, 1)]))
    assert error.places["reason"].tolist() == ["overlap"]
    assert error.places["areas"].tolist() == ["a, b"]
    assert error.places.geometry[0].symmetric_difference(rectangle(0.5, 0, 1, 1)).area < 1e-8


def test_a_wide_overlap_of_large_areas_is_refused_though_it_is_a_small_share():
    error = refused(geojson([rectangle(0, 0, 20, 20), rectangle(19.7, 0, 40, 20)]))
    assert "1.5" in str(error)
    assert read([rectangle(0, 0, 20, 20), rectangle(19.95, 0, 40, 20)]).coverage.area_km2.sum() == pytest.approx(
        800, rel=1e-3
    )


def test_the_largest_places_come_first_and_at_most_two_hundred():
    shapes = [rectangle(x, y, x + 1 + x / 200, y + 1) for x in range(30) for y in range(10)]
    error = refused(geojson([shape for shape in shapes for _ in range(2)], code=[str(i) for i in range(600)]))
    assert len(error.places) == 200
    sizes = shapely.area(error.places.geometry.to_numpy())
    assert sizes[0] == pytest.approx(sizes.max(), rel=0.01)
    assert "There are more than 200 such places." in str(error)


def test_narrow_overlaps_and_gaps_are_mended_and_told():
    found = read([LEFT, rectangle(0.998, 0, 2, 1), rectangle(2.004, 0, 3, 1)])
    assert found.coverage.adjacency[0, 1] == pytest.approx(1000, abs=1)
    assert found.coverage.adjacency[1, 2] == pytest.approx(1000, abs=1)
    assert re.search(r"1 narrow overlap of 2,00\d m² went to one of its areas", remarks(found))
    assert re.search(r"1 narrow gap of 4,0\d\d m² was closed", remarks(found))


def test_what_is_well_drawn_needs_no_remark_on_repairs():
    assert remarks(read([LEFT, RIGHT])) == "The column 'code' names the areas."


def ring_around(lon, lat, wide=6.0, hole=2.0):
    """Four areas around a square hole, kilometres wide, with its middle at a place."""
    x, y = (to_metres([lon], [lat], RD)[0] - [155_000, 463_000]) / 1000
    return [
        rectangle(x - wide, y - wide, x + wide, y - hole),
        rectangle(x - wide, y + hole, x + wide, y + wide),
        rectangle(x - wide, y - hole, x - hole, y + hole),
        rectangle(x + hole, y - hole, x + wide, y + hole),
    ]


def test_a_forgotten_area_is_a_gap():
    place = postcode_places("NL").loc["3511"]
    error = refused(geojson(ring_around(place["lon"], place["lat"])))
    assert error.places["reason"].tolist() == ["gap"]
    assert "16.0 km² of ground" in str(error)
    assert shapely.contains_xy(error.places.geometry[0], place["lon"], place["lat"])


def test_a_lake_between_areas_stays_open_and_is_told():
    found = read(ring_around(5.22, 52.53, wide=25, hole=8))
    assert found.coverage.area_km2.sum() == pytest.approx(2500 - 256, rel=1e-3)
    assert "1 enclosed gap of 256.0 km² stays open" in remarks(found)


def test_an_area_that_crosses_itself_in_its_middle_is_refused():
    x, y = LEFT.exterior.xy
    bow = shapely.Polygon([(x[0], y[0]), (x[2], y[2]), (x[1], y[1]), (x[3], y[3])])
    error = refused(geojson([bow, RIGHT]))
    assert error.places["reason"].tolist() == ["crossing"]
    assert error.places.geometry[0].distance(LEFT.centroid) < 0.001
    assert "'a' crosses itself: 100\u00a0% of its ground" in str(error)


def test_a_small_loop_is_mended_and_told():
    x, y = LEFT.exterior.xy
    slip = [(x[2] - 3e-5, y[2] + 1e-5), (x[2] - 1e-5, y[2] + 1e-5), (x[2] - 4e-5, y[2])]
    looped = shapely.Polygon([*zip(x[:3], y[:3], strict=True), *slip, (x[3], y[3])])
    assert not looped.is_valid
    found = read([looped])
    assert "1 area that crossed itself was mended" in remarks(found)
    assert found.coverage.area_km2 == pytest.approx([1], rel=1e-3)


def test_a_tangle_that_would_take_for_ever_is_refused_at_once():
    turns = np.arange(20_001) * 0.7548776662466927 * 2 * np.pi
    star = shapely.Polygon(np.column_stack([5.4 + 0.1 * np.cos(turns), 52.1 + 0.06 * np.sin(turns)]))
    assert refused(geojson([star])).places["reason"].tolist() == ["crossing"]


def test_one_code_for_two_names_is_refused():
    error = refused(geojson([LEFT, RIGHT], code=["a", "a"], naam=["Links", "Rechts"]))
    assert error.places["reason"].tolist() == ["duplicate", "duplicate"]
    assert "The code 'a' stands for 'Links' and for 'Rechts'." in str(error)


def test_rows_of_one_code_and_name_are_one_area_and_told():
    found = read([LEFT, RIGHT, rectangle(5, 0, 6, 1)], code=["a", "b", "a"], naam=["A", "B", "A"])
    assert found.coverage.areas["code"].tolist() == ["a", "b"]
    assert "1 row was united" in remarks(found)


@pytest.mark.parametrize("kind", ["point", "line"])
def test_points_and_lines_are_no_areas(kind):
    shapes = [shapely.Point(5.4, 52.1) if kind == "point" else LEFT.exterior]
    error = refused(geojson(shapes))
    assert "points or lines" in str(error)
    assert error.places["reason"].tolist() == ["shape"]


def test_points_beside_areas_are_left_out_and_told():
    found = read([LEFT, shapely.Point(5.4, 52.1)])
    assert len(found.coverage) == 1
    assert "1 row without an area was left out" in remarks(found)


def test_swapped_axes_are_recognised():
    turned = [shapely.transform(shape, lambda xy: xy[:, ::-1]) for shape in (LEFT, RIGHT)]
    error = refused(geojson(turned))
    assert "north before east: turned round, they lie in NL" in str(error)
    assert error.places.geometry.to_numpy()[0].equals(LEFT)


def test_metres_that_are_called_degrees_are_told():
    metres = gpd.GeoSeries([LEFT, RIGHT], crs=4326).to_crs(28992)
    error = refused(geojson(metres.set_crs(4326, allow_override=True), crs="EPSG:4326"))
    assert "says that it is in degrees, but its coordinates reach 157" in str(error)


def test_another_country_is_shown():
    error = refused(geojson([LEFT, moved(RIGHT, (10, 0))]))
    assert error.places["areas"].tolist() == ["b"]
    assert error.places["reason"].tolist() == ["outside"]


def test_an_area_in_the_sea_is_refused():
    sea = shapely.box(4.0, 52.3, 4.1, 52.35)
    error = refused(geojson([LEFT, sea]))
    assert error.places["reason"].tolist() == ["water"]
    assert "touches no land" in str(error)


def test_an_island_that_the_outline_leaves_out_elsewhere_is_no_fault():
    helgoland = shapely.box(7.86, 54.16, 7.92, 54.2)
    assert len(read_boundaries(geojson([helgoland]), "x", country="DE").coverage) == 1


def test_the_coordinate_system_that_was_recognised_is_told():
    metres = gpd.GeoSeries([LEFT, RIGHT], crs=4326).to_crs(28992)
    found = read_boundaries(geojson(metres.set_crs(4326, allow_override=True)), "x")
    assert "its numbers are those of EPSG:28992" in remarks(found)


def test_columns_can_be_told():
    content = geojson([LEFT, RIGHT], code=["a", "b"], regio=["Noord", "Zuid"], hoofd=["N", None])
    found = read_boundaries(content, "x", code_column="regio", name_column="code")
    assert found.coverage.areas["code"].tolist() == ["Noord", "Zuid"]
    assert found.coverage.areas["name"].tolist() == ["a", "b"]
    assert (found.code_column, found.name_column) == ("regio", "code")
    assert found.columns == ("code", "regio", "hoofd")
    with pytest.raises(InputError, match=r"no column 'streek'.*code, regio, hoofd"):
        read_boundaries(content, "x", code_column="streek")
    with pytest.raises(InputError, match="'hoofd' is empty for some areas"):
        read_boundaries(content, "x", code_column="hoofd")


def test_the_closest_place_names_an_area():
    found = read(
        [LEFT, RIGHT], pc4=["3511", "3512"], gemeente=["Utrecht", "Utrecht"], plaats=["Binnenstad", "Wittevrouwen"]
    )
    assert found.coverage.areas["name"].tolist() == ["Binnenstad", "Wittevrouwen"]


@pytest.mark.parametrize("inside", [float("nan"), float("inf")])
def test_coordinates_that_are_no_numbers_are_refused(inside):
    document = json.loads(geojson([LEFT]))
    document["features"][0]["geometry"]["coordinates"][0][1][0] = inside
    with pytest.raises(InputError, match="no numbers"):
        read_boundaries(json.dumps(document).encode(), "x")


def coast(n):
    """A round area of n corners with a jagged border."""
    turn = np.linspace(0, 2 * np.pi, n, endpoint=False)
    radius = 20_000 + 30 * np.sin(turn * n / 6)
    metres = np.column_stack([155_000 + radius * np.cos(turn), 463_000 + radius * np.sin(turn)])
    return shapely.transform(shapely.Polygon(metres), lambda xy: np.column_stack(_degrees(xy)))


def _degrees(xy):
    from geo.areas import to_degrees

    return to_degrees(xy, metric_crs("NL")).T


def test_a_polygon_of_a_hundred_thousand_corners_is_read():
    shape = coast(100_000)
    assert shapely.is_valid(shape)
    found = read([shape])
    assert shapely.get_num_coordinates(found.coverage.areas.geometry[0]) > 90_000


def test_too_many_corners_are_refused(monkeypatch):
    monkeypatch.setattr("geo.areas._boundaries.MOST_CORNERS", 9)
    with pytest.raises(InputError, match="has 2 areas with 10 corners"):
        read([LEFT, RIGHT])
