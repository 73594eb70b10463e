from ui.components.markup import Html, html, joined


def test_values_are_escaped_between_tags_and_in_attributes():
    made = html('<i title="{title}">{name}</i>', title='"><script>', name="<img src=x onerror=alert(1)> & 'so'")
    assert made == ('<i title="&quot;&gt;&lt;script&gt;">&lt;img src=x onerror=alert(1)&gt; &amp; &#x27;so&#x27;</i>')


def test_markup_within_markup_stays_markup():
    inner = html("<b>{n}</b>", n=3)
    assert html("<p>{inner}</p>", inner=inner) == "<p><b>3</b></p>"
    assert isinstance(joined([inner, inner]), Html)


def test_braces_of_a_value_are_no_template():
    assert html("<p>{name}</p>", name="{{7*191}} {name}") == "<p>{{7*191}} {name}</p>"
