"""The large figures of a comparison, and its disruption beside the least there is."""

from __future__ import annotations

from geo.planning.comparing import Comparison
from geo.planning.comparison_words import why_words
from geo.texts import Share, Text, text
from ui import measures as words
from ui.components.markup import Html, html, joined
from ui.language import render, say

_SCALES = (0.05, 0.1, 0.2, 0.5, 1.0)
_ROOM = 0.92
"""Part of the scale that the bar may fill."""
_HEADS = {
    "customers": text("Customers change"),
    "revenue": text("Revenue changes"),
    "workload": text("Hours change"),
}


def large_figures(compared: Comparison) -> Html:
    """Return what changes hands in each measure, large, with its share of the whole."""
    parts = joined(_figure(compared, measure) for measure in compared.measures)
    return html('<dl class="figures large">{parts}</dl>', parts=parts)


def disruption_bar(compared: Comparison) -> Html:
    """Return the share of customers that changes hands as a bar, beside the least of any plan of this balance."""
    share, least = (float(compared.totals[column]["customers"]) for column in ("share", "least_share"))
    scale = next((s for s in _SCALES if max(share, least) <= _ROOM * s), 1.0)
    return html(
        '<div class="disruption"><p><span>{title}</span><span>{scale}</span></p>'
        '<div class="track"><b style="width:{width}%"></b><i style="left:{tick}%"></i></div>'
        '<p class="key"><span><i class="tick"></i>{minimum} <strong>{least}</strong></span>'
        '<span><i class="fill"></i>{this} <strong>{share}</strong></span></p><p>{why}</p></div>',
        title=say("Disruption beside the arithmetical lower bound"),
        scale=say("scale 0–{end} of the customers", end=Share(scale, digits=0)),
        width=f"{100 * min(share / scale, 1.0):.2f}",
        tick=f"{100 * min(least / scale, 1.0):.2f}",
        minimum=say("lower bound"),
        least=render(text("{share}", share=Share(least))),
        this=say("this plan"),
        share=render(text("{share}", share=Share(share))),
        why=render(why_words(compared)),
    )


def _figure(compared: Comparison, measure: str) -> Html:
    moved, share, total = (float(compared.totals[column][measure]) for column in ("moved", "share", "total"))
    return html(
        '<div><dt>{head}</dt><dd>{moved}</dd><dd class="small">{of}</dd></div>',
        head=render(_HEADS.get(measure) or words.name(measure)),
        moved=render(words.amount(measure, moved)),
        of=render(_of(measure, share, total)),
    )


def _of(measure: str, share: float, total: float) -> Text:
    return text("{share} of {total}", share=Share(share), total=words.amount(measure, total))
