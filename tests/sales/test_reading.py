"""A team from and to a spreadsheet: read back equal, mended where it can be, nothing a formula."""

import io
import zipfile

import pytest
import xlsxwriter

from geo.errors import EditError, InputError
from geo.sales import Rep, Team, home_at, home_written, homes_written, read_team, sample_team, team_workbook
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
    (rep,) = read("Naam;Postcode;Breedtegraad;Lengtegraad", "Eva;3511;52,15;5,25").team.reps
    assert (rep.postcode, rep.place, rep.lat, rep.lon) == ("3511", "Utrecht", 52.15, 5.25)


OPEN = "Write a postcode or a town, or click on the map."


@pytest.mark.parametrize(
    ("row", "value", "said", "place"),
    [
        (";;0;0", "0, 0", f"The coordinates are zero. {OPEN}", None),
        (";;999;5,12", "999, 5,12", f"The coordinates are not on Earth. {OPEN}", None),
        (";;52,09;", "52,09", f"The coordinates are not a pair of numbers. {OPEN}", None),
        (";;0,1;-30", "0,1, -30", f"The coordinates lie outside the planned country. {OPEN}", None),
        (
            ";;5,12;52,09", "5,12, 52,09",
            "Latitude and longitude were the wrong way round. 52.09000, 5.12000 was used.", (5.12, 52.09),
        ),
        (
            ";;51,22;4,4", "51,22, 4,4 BE",
            "The coordinates lie outside the planned country. They were kept.", (4.4, 51.22),
        ),
        ("3511;;0;0", "0, 0", "The coordinates cannot be right; the postcode was used.", "Utrecht"),
        ("3511;;52,5;6,25", "52,5, 6,25", "The coordinates cannot be right; the postcode was used.", "Utrecht"),
        (";Utrecht;95;6", "95, 6", "The coordinates are not on Earth. The town was used.", "Utrecht"),
    ],
)  # fmt: skip
def test_coordinates_that_cannot_be_are_told_with_what_became_of_them(row, value, said, place):
    found = read("Naam;Postcode;Plaats;Breedtegraad;Lengtegraad;Uren;Weken;Veld%", f"Eva;{row};40;44;60", ";;;0;0;;;")
    (rep,) = found.team.reps
    if isinstance(place, str):
        assert rep.place == place
        assert abs(rep.lat - 52.09) < 0.05
    else:
        assert (rep.lon, rep.lat) == (place or (None, None))
    assert [one for one in told(found) if one[1] == "Breedtegraad"] == [(2, "Breedtegraad", value, "repaired", said)]


DOUBTED = "That need not be a percentage; 60 % was assumed. Write the sign too, such as 60 %."


@pytest.mark.parametrize(
    ("cells", "shares"),
    [
        (["0,8"], [0.8]),
        (["80"], [0.8]),
        (["80 %"], [0.8]),
        (["1"], [1.0]),
        (["1,5 %"], [0.015]),
        (["1,5"], [None]),
        (["5", "0,6", "80"], [None, 0.6, 0.8]),
        (["5", "60", "80"], [0.05, 0.6, 0.8]),
        (["5", "60 %"], [0.05, 0.6]),
        (["1,5", "0,6", "0,7"], [None, 0.6, 0.7]),
    ],
)
def test_a_share_is_a_percentage_where_that_is_plain(cells, shares):
    found = read("Naam;Buitendienst", *(f"Rep {i};{cell}" for i, cell in enumerate(cells)))
    assert [rep.field_share for rep in found.team.reps] == [0.6 if share is None else share for share in shares]
    doubted = [
        (i + 2, "Buitendienst", cells[i], "repaired", DOUBTED) for i, share in enumerate(shares) if share is None
    ]
    assert [one for one in told(found) if one[1] == "Buitendienst"] == doubted


def test_a_workbooks_percentages_are_read_by_their_numbers():
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        sheet, percent = book.add_worksheet(), book.add_format({"num_format": "0%"})
        sheet.write_row(0, 0, ["Naam", "Buitendienst"])
        for row, (value, look) in enumerate([(0.8, percent), (0.015, percent), (1.5, percent), (1.5, None)], start=1):
            sheet.write_string(row, 0, f"Rep {row}")
            sheet.write_number(row, 1, value, look)
    found = read_team(file.getvalue(), "team.xlsx")
    assert [rep.field_share for rep in found.team.reps] == [0.8, 0.015, 0.6, 0.6]
    assert [one[:3] for one in told(found) if one[1] == "Buitendienst"] == [
        (4, "Buitendienst", "1.5"), (5, "Buitendienst", "1.5"),
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["\u200b", "\u2800", "\u00ad", "\u3164 \u200d", "\ufe0f"])
def test_a_name_that_cannot_be_seen_is_none(name):
    found = read("Naam;Postcode", f"{name};3511", "An\u200bna;3511", "Anna;3511")
    assert found.team.names == ("Anna",)
    assert [one[2:] for one in told(found) if one[3] == "refused"] == [
        ("", "refused", "There is no name."), ("Anna", "refused", "Row 3 has the same name."),
    ]  # fmt: skip


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


def test_homes_are_understood_all_at_once_as_each_by_itself():
    written = ["3511ab", "Utrecht", "", "3511 Utrecht", "0000 ZZ", "3511ab", " zwolle "]
    assert homes_written(written) == [home_written(one) for one in written]
    assert homes_written([]) == []


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
