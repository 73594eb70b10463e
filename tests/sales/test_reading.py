"""A team from and to a spreadsheet: read back equal, mended where it can be, nothing a formula."""

import io
import zipfile

import pytest

from geo.errors import EditError, InputError
from geo.sales import Rep, Team, home_at, home_written, read_team, sample_team, team_workbook
from geo.texts import Language

HOSTILE = ('=HYPERLINK("http://x")', "+31 6", "@SUM(A1)", "-1", "{=1}", "http://example.org", "0123", "é ñ & <b>")


def read(*lines):
    return read_team("\n".join(lines).encode(), "team.csv")


def told(found):
    return [(r.row, r.column, r.value, r.outcome, str(r.words).replace("\xa0", " ")) for r in found.remarks]


@pytest.mark.parametrize("code", ["nl", "en"])
def test_a_workbook_is_read_back_equal(code):
    team = Team(
        (
            Rep("Sietske Hoekstra", "3511", "Utrecht", 5.123456, 52.098765, 32.5, 45.0, 0.65, "Utrecht"),
            Rep("Daan Visser", hours_week=7.25, field_share=1 / 3),
            *(Rep(name, "9712 AB", "Groningen", 6.5, 53.2, territory=name) for name in HOSTILE),
        )
    )
    found = read_team(team_workbook(team, Language(code)), "team.xlsx")
    assert found.team == team
    assert found.remarks == ()
    assert found.rows_read == len(team)


def test_no_text_becomes_a_formula_or_a_link():
    content = team_workbook(Team(tuple(Rep(name, territory=name) for name in HOSTILE)), Language("nl"))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
        names = archive.namelist()
    assert "<f" not in sheet
    assert "hyperlink" not in sheet
    assert not [name for name in names if "externalLink" in name]
    assert '<c r="D2" s="' in sheet
    assert "<v>40</v>" in sheet


def test_a_dutch_list_is_read_with_what_is_assumed_told():
    found = read(
        "Vertegenwoordiger;Postcode;Woonplaats;Contracturen;Weken;Buitendienst;Rayon",
        "Sietske Hoekstra;3511ab;;32,5;45;65%;Midden",
        "Daan Visser;;Zwolle;;400;0,5;",
        ";1011 AB;;40;44;60;",
        "sietske  hoekstra;;;40;44;60;",
        "Eva de Wit;0000 ZZ;Assen;40;44;101;",
        "Jan;1;Nergenshuizen;veel;44;60 %;",
    )
    sietske, daan, eva, jan = found.team.reps
    assert (sietske.postcode, sietske.place, sietske.territory) == ("3511 AB", "Utrecht", "Midden")
    assert (sietske.hours_week, sietske.weeks_year, sietske.field_share) == (32.5, 45, 0.65)
    assert abs(sietske.lon - 5.12) < 0.03
    assert (daan.place, daan.hours_week, daan.weeks_year, daan.field_share) == ("Zwolle", 40, 44, 0.5)
    assert abs(daan.lat - 52.51) < 0.05
    assert (eva.place, eva.field_share) == ("Assen", 0.6)
    assert abs(eva.lat - 52.99) < 0.05
    assert (jan.lon, jan.lat, jan.hours_week, jan.field_share) == (None, None, 40, 0.6)
    assert (found.rows_read, found.n_refused) == (6, 2)
    remedy = "Write a number of more than 0 and up to"
    assert told(found) == [
        (3, "Contracturen", "", "repaired", "Not told; 40 was assumed."),
        (3, "Weken", "400", "repaired", f"That cannot be; 44 was assumed. {remedy} 52."),
        (4, "Vertegenwoordiger", "", "refused", "There is no name."),
        (5, "Vertegenwoordiger", "sietske hoekstra", "refused", "Row 2 has the same name."),
        (
            6, "Buitendienst", "101", "repaired",
            "That cannot be; 60 % was assumed. Write a share of the time, more than 0 and up to 100, such as 60.",
        ),
        (6, "Postcode", "0000 ZZ", "repaired", "Unknown; the town was used."),
        (7, "Contracturen", "veel", "repaired", f"That cannot be; 40 was assumed. {remedy} 80."),
        (7, "Postcode", "1", "repaired", "No such postcode or town is known; the home stays open."),
    ]  # fmt: skip


def test_names_alone_are_a_team_with_usual_hours():
    found = read("Name", "Eva", "Daan")
    assert found.team == Team((Rep("Eva"), Rep("Daan")))
    assert [str(r.words).replace("\xa0", " ") for r in found.remarks] == [
        "There is no column Hours a week; 40 was assumed.",
        "There is no column Weeks a year; 44 was assumed.",
        "There is no column In the field; 60 % was assumed.",
    ]


def test_coordinates_go_before_the_postcode():
    (rep,) = read("Naam;Postcode;Breedtegraad;Lengtegraad", "Eva;3511;52,5;6,25").team.reps
    assert (rep.postcode, rep.place, rep.lat, rep.lon) == ("3511", "Utrecht", 52.5, 6.25)
    (rep,) = read("Naam;Postcode;Breedtegraad;Lengtegraad", "Eva;3511;95;6,25").team.reps
    assert abs(rep.lat - 52.09) < 0.02


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["Postcode;Plaats", "3511;Utrecht"], "No column tells who the representatives are. Columns found: Postcode"),
        (["Naam;Postcode", ";3511"], "No row of the file names a representative"),
        (["Naam;Postcode"], "a row a representative"),
        ([""], "Choose an Excel workbook"),
    ],
)
def test_a_file_without_a_team_is_refused_with_a_remedy(lines, said):
    with pytest.raises(InputError) as refused:
        read(*lines)
    assert said in str(refused.value)


@pytest.mark.parametrize(
    ("written", "postcode", "place"),
    [
        ("3511ab", "3511 AB", "Utrecht"),
        ("3511", "3511", "Utrecht"),
        ("3511 Utrecht", "3511", "Utrecht"),
        ("3511 AB Utrecht", "3511 AB", "Utrecht"),
        ("utrecht", "", "Utrecht"),
        ("'s-hertogenbosch", "", "'s-Hertogenbosch"),
    ],
)
def test_a_home_is_understood(written, postcode, place):
    home = home_written(written)
    assert (home.postcode, home.place) == (postcode, place)


@pytest.mark.parametrize("written", ["", "  ", "0000 ZZ", "Nergenshuizen", "12"])
def test_a_home_that_is_nowhere_is_none(written):
    assert home_written(written) is None


def test_a_place_that_was_pointed_at_has_the_words_of_the_nearest_postcode():
    home = home_at(5.1214567891, 52.0907)
    assert (home.place, home.lon, home.lat) == ("Utrecht", 5.121457, 52.0907)
    assert home.postcode.startswith("35")


@pytest.mark.parametrize(("lon", "lat"), [(4.0, 53.0), (0.0, 0.0)])
def test_nobody_lives_at_sea(lon, lat):
    with pytest.raises(EditError, match="no postcode is near"):
        home_at(lon, lat)


@pytest.mark.parametrize("code", ["nl", "en"])
def test_the_example_can_be_loaded(code):
    found = read_team(sample_team(Language(code)), "voorbeeld.xlsx")
    assert found.team.names == ("J. Boer", "M. Visser", "A. Smit")
    assert all(rep.lon is not None for rep in found.team.reps)
    assert found.remarks == ()
