"""Areas as people write them down."""

import geopandas as gpd
import pytest
import shapely

from geo.areas import Coverage, official
from geo.errors import EditError
from geo.planning.area_names import areas_named, code_words, missing_between


@pytest.fixture(scope="module")
def postcodes():
    return official("postcode", "NL")


@pytest.fixture(scope="module")
def municipalities():
    return official("municipality", "NL")


@pytest.fixture(scope="module")
def wards():
    """Areas whose codes have letters and whose names are alike, one with the code of another for its name."""
    called = [("W1", "Gent"), ("W2", "Gént"), ("W3", "W1"), ("W05", "Noord - 1"), ("x", "W2-W3"), ("y", "GENT")]
    codes, names = zip(*called, strict=True)
    boxes = [shapely.box(5 + i / 10, 52, 5.1 + i / 10, 52.1) for i in range(len(called))]
    frame = gpd.GeoDataFrame({"code": codes, "name": names}, geometry=boxes, crs="EPSG:4326")
    return Coverage(frame, "file", "NL", approximate=False, source="drawn")


def codes(coverage, written):
    return coverage.areas["code"].iloc[areas_named(coverage, written)].tolist()


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("3511", ["3511"]),
        (" 3512 ,3511;3512, ", ["3511", "3512"]),
        ("3511-3514", ["3511", "3512", "3513", "3514"]),
        ("3511 – 3512", ["3511", "3512"]),
        ("3500-3511", ["3511"]),
        ("3511-3511", ["3511"]),
        ("3511 utrecht", ["3511"]),
        ("Bergen  AAN zee, 1012", ["1012", "1865"]),
        ('"1865 Bergen aan Zee","3511"', ["1865", "3511"]),
    ],
)
def test_postcode_areas(postcodes, written, wanted):
    assert codes(postcodes, written) == wanted


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("'s-Gravenhage, Oss", ["'s-Gravenhage", "Oss"]),
        ("Nuenen, Gerwen en Nederwetten", ["Nuenen, Gerwen en Nederwetten"]),
        ('Oss, "nuenen, gerwen en nederwetten"', ["Nuenen, Gerwen en Nederwetten", "Oss"]),
        ("“Oss”", ["Oss"]),
        ("sudwest-fryslan", ["Súdwest-Fryslân"]),
        ("Su\u0301dwest-Frysla\u0302n", ["Súdwest-Fryslân"]),
    ],
)
def test_municipalities(municipalities, written, wanted):
    assert codes(municipalities, written) == wanted


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("W1-W3", ["W1", "W2", "W3"]),
        ("w1-3", None),
        ("W1", ["W1"]),
        ("gént", ["W2"]),
        ("W2-W3", ["x"]),
        ("noord - 1", ["W05"]),
        ("W03-W09", ["W05"]),
    ],
)
def test_a_code_goes_before_a_name_and_a_name_before_a_range(wards, written, wanted):
    if wanted is None:
        with pytest.raises(EditError, match="There is no area w1-3"):
            areas_named(wards, written)
    else:
        assert codes(wards, written) == wanted


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("", "No area is named. Write codes or names"),
        (" , ;", "No area is named"),
        ("3510", "There is no area 3510. Did you mean 3511, 3512, 3513?"),
        ("3511, Utrehct", "There is no area Utrehct. Did you mean Utrecht?"),
        ("3511 AB", "There is no area 3511 AB. Did you mean 3511?"),
        ("qqqqqq", "There is no area qqqqqq. Write codes or names"),
        ("3512-3511", "The range 3512-3511 ends before it begins. Write the lower code first"),
        ("3511-12", "There is no area 3511-12"),
        ("0001-0009", "No area lies in the range 0001-0009. Did you mean 1011, 1012, 1013?"),
        ('"3511', 'A quotation mark is opened in "3511 and not closed'),
        ('"3511-3512"x', "There is no area"),
        ("utrecht", "42 areas are called utrecht. Write their codes: 3511-3515, 3521-3528,"),
        ("9" * 5000, "There is no area 9999"),
    ],
)
def test_what_is_not_known_is_told_with_what_would_be_right(postcodes, written, said):
    with pytest.raises(EditError) as caught:
        areas_named(postcodes, written)
    assert said in str(caught.value)
    assert len(str(caught.value)) < 400


def test_a_name_that_accents_do_not_settle_is_told_with_its_codes(wards):
    with pytest.raises(EditError, match=r"3 areas are called gent\. Write their codes: W1, W2, y\."):
        areas_named(wards, "gent")


@pytest.mark.parametrize(
    ("written", "missing"),
    [
        ("3511-3514", []),
        ("3511, utrecht", []),
        ("3509-3511", ["3509", "3510"]),
        ("3511-3514, 3509 – 3512, 3510", ["3509", "3510"]),
    ],
)
def test_codes_in_a_range_that_no_area_has(postcodes, written, missing):
    assert missing_between(postcodes, written) == missing


def test_a_range_that_is_a_name_misses_nothing(wards):
    assert missing_between(wards, "W2-W3") == []
    assert missing_between(wards, "W1-W5") == ["W4", "W5"]


def test_codes_are_read_out_as_ranges():
    assert code_words(["3511", "3512", "3513", "3520"]) == "3511-3513, 3520"
