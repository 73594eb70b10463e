"""A plan told: its conclusion in words, figures that are the plan's own, and nobody hears more than they may."""

from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pandas as pd
import pytest

from geo.customers import read_customers
from geo.errors import NotAllowedError, SettingsError
from geo.exports.deck import Deck
from geo.exports.pdf_parts import measures
from geo.exports.sheet import arrange
from geo.planning import DesignSettings, design, story_regions
from geo.planning.comparing import compare
from geo.planning.comparison_words import least_words
from geo.planning.divisions import Division
from geo.planning.story import story
from geo.planning.story_regions import regions
from geo.planning.story_words import amount, in_words
from geo.texts import Language, text
from geo.viewer import MANAGER, Viewer

NL, EN = Language("nl"), Language("en")


def _told(proposal, language=NL, viewer=MANAGER, **more) -> Deck:
    at = datetime(2026, 11, 29, 12, tzinfo=UTC)
    return story(proposal, viewer=viewer, name="Voorjaar", version=3, at=at, language=language, **more)


def _plain(text):
    return text.replace("\N{NO-BREAK SPACE}", " ")


def _texts(deck):
    """Every text of a deck."""
    found = [deck.title, deck.footer]
    for slide in deck.slides:
        found += [slide.title, slide.line, slide.bars_words, slide.conclusion, slide.notes]
        found += [part for figure in slide.figures for part in (figure.value, figure.caption)]
        found += [part for bar in slide.bars for part in (bar.name, bar.words)]
        if slide.table:
            found += [*slide.table.heads, *(cell for row in slide.table.rows for cell in row)]
        for caption, drawing in slide.drawings:
            found += [caption, drawing.plan, drawing.date, drawing.source, drawing.moved_words]
            found += [part for name in drawing.names for part in (name.name, name.line)]
    if deck.table:
        found += [cell for row in deck.table.rows for cell in row]
    return found


@pytest.fixture(scope="module")
def crooked(demo_plan):
    """The demo's plan, one area in another territory's hands and less allowed."""
    return replace(demo_plan, settings=replace(demo_plan.settings, tolerance=0.015))


def test_the_title_is_the_conclusion(demo_plan, crooked):
    assert _plain(_told(demo_plan).title) == "Twaalf rayons, elk binnen 2 % van het doel"
    assert _plain(_told(demo_plan, EN).title) == "Twelve territories, each within 2 % of the target"
    beyond = int(crooked.outside.sum())
    assert 0 < beyond < 11
    words = EN.render(in_words(12 - beyond)).capitalize()
    overview = _told(crooked, EN).slides[0]
    assert _plain(overview.title) == f"{words} of twelve territories within 1.5 % of the target"
    assert [bar.beyond for bar in overview.bars] == crooked.outside.tolist()
    own = [slide for slide in _told(crooked, EN).slides if slide.chosen is not None]
    assert [[f.beyond for f in slide.figures[:3]] for slide in own] == [
        [False, bool(out), False] for out in crooked.outside
    ]
    nearest = np.sort(np.abs(demo_plan.balance.deviations))
    one = replace(demo_plan, settings=replace(demo_plan.settings, tolerance=float(nearest[:2].mean())))
    assert _told(one, EN).title.startswith("One of twelve territories within ")
    worst = int(np.abs(crooked.balance.deviations).argmax())
    assert overview.line.startswith(f"Farthest: {crooked.plan.territories[worst].name}, ")


def test_a_territory_in_pieces_is_told_on_the_first_slide_and_on_its_own(demo_plan):
    plan = demo_plan.plan
    away = np.linalg.norm(plan.coverage.centres - plan.coverage.centres[plan.alignment == 0].mean(0), axis=1)
    alignment = plan.alignment.copy()
    alignment[away.argmax()] = 0
    torn = demo_plan.revised(replace(plan, alignment=alignment))
    n, name = int(torn.pieces[0]), plan.territories[0].name
    first, *rest = _told(torn, EN).slides
    assert n > 1
    assert f"{name} in {n} pieces" in first.line
    assert next(s for s in rest if s.chosen == 0).conclusion.endswith(f"; in {n} pieces")
    assert _told(demo_plan, EN).slides[0].line == ""


def test_numbers_beyond_twelve_stay_figures():
    assert [NL.render(in_words(n)) for n in (2, 12, 13, 1200)] == ["twee", "twaalf", "13", "1.200"]


def test_money_is_written_as_money_and_hours_as_hours():
    said = [EN.render(amount(measure, 1234.0)) for measure in ("revenue", "potential", "workload", "m2")]
    assert [_plain(one) for one in said] == ["€1,234", "€1,234", "1,234 h", "1,234"]


def test_every_territory_has_its_slide_with_its_own_figures(demo_plan):
    deck = _told(demo_plan)
    assert [slide.key for slide in deck.slides][:2] == ["overview", "changes"]
    own = deck.slides[2:]
    table = demo_plan.table
    for k, (slide, territory) in enumerate(zip(own, demo_plan.plan.territories, strict=True)):
        assert (slide.key, slide.title) == (f"territory-{territory.id}", territory.name)
        assert slide.line.startswith(demo_plan.reps[k] + " · ")
        assert slide.figures[0].value == NL.number(table["customers"][k])
        assert slide.figures[1].value == NL.money(float(table["revenue"][k]))
        assert slide.bars[slide.chosen].load == pytest.approx(table["load"][k])
        assert slide.drawings[0][1].focus == k
        customers = demo_plan.customers.table[demo_plan.territory == k]
        assert slide.drawings[0][1].points.lon.tolist() == customers["lon"].tolist()
        assert slide.drawings[0][1].points.prospect.tolist() == (customers["status"] == "prospect").tolist()
        keep = (customers["owner"] == demo_plan.reps[k])[customers["owner"].notna()].mean()
        assert [f.value for f in slide.figures if f.caption == NL.say("keep their contact")] == [NL.share(keep, 0)]
        assert 2 <= len(slide.figures) <= 4


def test_the_whole_is_the_sum_of_its_parts(demo_plan):
    overview = _told(demo_plan).slides[0]
    assert overview.figures[0].value == NL.number(int(demo_plan.table["customers"].sum()))
    served = demo_plan.today.territory >= 0
    kept = demo_plan.today.changes.kept[served & (demo_plan.measures["customers"] > 0)].mean()
    assert overview.figures[1].value == NL.money(demo_plan.customers.table["revenue"].sum() / 12)
    assert overview.figures[2].value == NL.share(float(kept))
    assert [bar.name for bar in overview.bars] == demo_plan.reps
    assert [bar.line for bar in overview.bars] == [territory.name for territory in demo_plan.plan.territories]
    assert overview.notes == "\n".join(NL.render(one) for one in (demo_plan.sentence, *demo_plan.warnings))
    assert demo_plan.warnings


def test_the_team_is_told_with_the_sign_of_what_it_is_from_its_target(demo_plan):
    revenue = demo_plan.customers.table["revenue"].groupby(demo_plan.territory).sum()
    away = (revenue / revenue.mean() - 1).tolist()
    assert [row[-1] for row in _told(demo_plan).table.rows] == [NL.share(one, signed=True) for one in away]
    assert {row[-1][0] for row in _told(demo_plan).table.rows} >= {"+", "\N{MINUS SIGN}"}


def test_a_territory_called_like_its_representative_says_the_name_once(demo_plan):
    first, *others = demo_plan.plan.territories
    plan = demo_plan.revised(
        replace(demo_plan.plan, territories=(replace(first, name=demo_plan.reps[0], rep=demo_plan.reps[0]), *others))
    )
    slide = next(slide for slide in _told(plan).slides if slide.chosen == 0)
    assert slide.title == plan.reps[0]
    assert plan.reps[0] not in slide.line
    assert slide.drawings[0][1].names[0].line == ""


def test_today_is_set_beside_the_plan(demo_plan):
    slide = _told(demo_plan).slides[1]
    moved = demo_plan.today.changes.moved & (demo_plan.measures["customers"] > 0)
    assert slide.figures[0].value == NL.number(int(moved.sum()))
    (was, today), (becomes, tomorrow) = slide.drawings
    assert (was, becomes) == ("Vandaag", "Straks")
    assert [name.name for name in today.names] == list(demo_plan.today.reps)
    assert tomorrow.moved is not None
    assert (today.moved, tomorrow.moved_words) == (None, NL.say("Changes territory"))
    table = demo_plan.customers.table.assign(territory=demo_plan.territory)
    owner, now = table["owner"], table["territory"].map(pd.Series(demo_plan.reps))
    for name, was, becomes, gained, lost in slide.table.rows:
        k = [t.name for t in demo_plan.plan.territories].index(name)
        theirs, inside = owner == demo_plan.reps[k], now == demo_plan.reps[k]
        counts = [theirs, inside, inside & ~theirs, theirs & ~inside]
        assert [was, becomes, gained, lost] == [NL.number(int(count.sum())) for count in counts]
    loads = table["revenue"].groupby(owner).sum()
    becomes = table["revenue"].groupby(table["territory"]).sum()
    deviations = [float((sums / sums.mean() - 1).abs().max()) for sums in (loads, becomes)]
    assert slide.figures[-1].value == f"{NL.share(deviations[0])} → {NL.share(deviations[1])}"
    turned = [int(row[3].replace(".", "")) + int(row[4].replace(".", "")) for row in slide.table.rows]
    assert turned == sorted(turned, reverse=True)
    assert 4 <= len(turned) <= 6


@pytest.mark.parametrize("viewer", [MANAGER, Viewer("meeting", scenario="s1")])
def test_what_changes_hands_stands_beside_the_least_that_must(demo_plan, viewer):
    slide = _told(demo_plan, EN, viewer, scenario="s1").slides[1]
    compared = compare(Division.now(demo_plan), Division(demo_plan, text("The plan")), viewer=MANAGER)
    least, more = (int(compared.totals[column]["customers"]) for column in ("least", "more"))
    # A large figure says what it buys; the bound is said in the words of the letter and the page, whole.
    assert slide.line == str(least_words(compared))
    before, after = (EN.share(one.deviation) for one in (compared.balance_before, compared.balance_after))
    assert slide.figures[-1].value == f"{before} → {after}"
    sheet = arrange(slide, 1920, measures)
    assert slide.line in [" ".join(line.lines) for line in sheet.lines]
    assert slide.figures[0].value == EN.number(least + more)
    moved = slide.drawings[1][1].moved
    assert moved.geom_equals_exact(compared.ground, 1e-12).all()


def test_what_the_list_does_not_know_is_left_out():
    codes = "\n".join(["postcode", *(f"{1011 + 97 * i} AB" for i in range(80))])
    customers = read_customers(codes.encode(), "klanten.csv")
    plan = design(customers, DesignSettings(3, areas="municipality", tolerance=0.1), viewer=MANAGER)
    deck = _told(plan, EN)
    assert [slide.key for slide in deck.slides] == ["overview", "territory-1", "territory-2", "territory-3"]
    told = " ".join(_texts(deck))
    for word in ("€", "revenue", "contact", "class", "of them A", "Representative", "nan", "None"):
        assert word not in told
    assert [figure.caption for figure in deck.slides[1].figures][1] == "of land"


def test_a_large_team_has_slides_of_its_own(demo):
    plan = design(demo, DesignSettings(30, tolerance=0.1), viewer=MANAGER)
    deck = _told(plan)
    team = [slide for slide in deck.slides if slide.key.startswith("team")]
    assert [slide.key for slide in team] == ["team", "team-2", "team-3"]
    assert [row for slide in team for row in slide.table.rows] == list(deck.table.rows)
    assert len(deck.table.rows) == 30


def test_slides_come_in_the_order_asked_for(demo_plan):
    deck = _told(demo_plan, order=["territory-3", "overview", "territory-3"])
    assert [slide.key for slide in deck.slides] == ["territory-3", "overview"]
    with pytest.raises(SettingsError, match="no slide territory-99"):
        _told(demo_plan, order=["territory-99"])


def test_a_meeting_hears_no_customers_name_and_only_of_its_scenario(demo_plan):
    meeting = Viewer("meeting", scenario="s1")
    told = " ".join(_texts(_told(demo_plan, viewer=meeting, scenario="s1")))
    names = [name for name in demo_plan.customers.table["name"].dropna() if len(name) > 6]
    assert not [name for name in names if name in told]
    for scenario in ("s2", None):
        with pytest.raises(NotAllowedError):
            _told(demo_plan, viewer=meeting, scenario=scenario)


def test_a_representative_is_told_of_no_plan(demo_plan):
    with pytest.raises(NotAllowedError, match="not for one representative"):
        _told(demo_plan, viewer=Viewer("rep", demo_plan.reps[4], "s1"), scenario="s1")


def test_points_can_be_left_out(demo_plan):
    deck = _told(demo_plan, with_points=False)
    assert all(drawing.points is None for slide in deck.slides for _, drawing in slide.drawings)


def test_a_province_in_one_territory_is_named_whole(demo):
    plan = design(demo, DesignSettings(12, areas="province", tolerance=0.5), viewer=MANAGER)
    said = [EN.render(text) for text in regions(plan)]
    provinces = plan.plan.coverage.areas["name"].to_numpy()
    for k, place in enumerate(said):
        mine = provinces[plan.plan.alignment == k]
        assert all(name in place for name in mine)
        assert "of" not in place.split()


@pytest.mark.parametrize(
    ("place", "towns"),
    [
        ("the north of Limburg", "Horst aan de Maas, Leudal, Peel en Maas, Roermond, Venlo, Venray"),
        ("the south of Limburg", "Beekdaelen, Gulpen-Wittem, Heerlen, Kerkrade, Maastricht, Sittard-Geleen, Stein"),
        (
            "the west of Noord-Brabant",
            "Altena, Bergen op Zoom, Breda, Dongen, Goirle, Heusden, Moerdijk, Oosterhout, Roosendaal, Tilburg, Vught",
        ),
        (
            "the east of Noord-Brabant",
            "Best, Deurne, Eindhoven, Gemert-Bakel, Helmond, Land van Cuijk, Maashorst, Meierijstad, Oss, Veldhoven",
        ),
        ("the middle of Utrecht", "De Bilt, Houten, Nieuwegein, Utrecht, Zeist"),
    ],
)
def test_a_part_of_a_province_is_named_by_where_it_lies(made, place, towns):
    mine = made.plan.coverage.areas["name"].isin(towns.split(", "))
    assert mine.sum() == len(towns.split(", "))
    plan = replace(made, plan=replace(made.plan, alignment=np.where(mine, 0, 1)))
    assert EN.render(regions(plan)[0]) == place


@pytest.mark.parametrize(
    ("owned", "en", "nl"),
    [
        (
            {"Noord-Holland": ["Haarlem"], "Zuid-Holland": ["Kaag en Braassem"]},
            "the area around Haarlem and Kaag en Braassem",
            "de omgeving van Haarlem en Kaag en Braassem",
        ),
        (
            {"Gelderland": ["Ede", "Ede"], "Utrecht": [None]},
            "Utrecht and the area around Ede",
            "Utrecht en de omgeving van Ede",
        ),
        (
            {"Gelderland": ["Ede"], "Limburg": ["Venlo"], "Zeeland": ["Goes"]},
            "the area around Ede, Venlo and Goes",
            "de omgeving van Ede, Venlo en Goes",
        ),
    ],
)
def test_what_lies_around_towns_is_said_once_and_last(owned, en, nl):
    rows = [(province, town) for province, towns in owned.items() for town in towns]
    own = pd.DataFrame(rows, columns=["province", "municipality"])
    whole = {p: pd.concat([own[own["province"] == p]] * (1 if p == "Utrecht" else 9)) for p in owned}
    said = story_regions._said(own, whole)
    assert (EN.render(said), NL.render(said)) == (en, nl)


def test_free_territories_are_told_without_a_map_of_today(free_plan):
    changes = _told(free_plan).slides[1]
    assert changes.key == "changes"
    assert changes.drawings == ()
    assert changes.table.rows
