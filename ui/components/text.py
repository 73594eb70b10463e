"""Titles, chips and figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import streamlit as st

from ui.components.markup import Html, html, joined

Tone = Literal["good", "attention", "wrong", "neutral"]


def title(words: str, about: str = "") -> None:
    """Show the title of a page, which is its conclusion, and a line about it."""
    st.html(html('<h1 class="page-title">{words}</h1>{about}', words=words, about=_about(about)))


def _about(words: str) -> Html:
    return html('<p class="about">{words}</p>', words=words) if words else Html("")


def section(words: str, about: str = "") -> None:
    """Show the heading of a section and, in grey beside it, what is in it."""
    st.html(html('<h2 class="section">{words} <span>{about}</span></h2>', words=words, about=about))


def chip(words: str, tone: Tone) -> Html:
    """Return a verdict in a few words, its tone in colour and, where it is good, a mark."""
    mark = Html('<span aria-hidden="true">✓</span> ') if tone == "good" else Html("")
    return html('<span class="chip {tone}">{mark}{words}</span>', tone=tone, mark=mark, words=words)


def chips(parts: Sequence[Html]) -> None:
    """Show verdicts side by side."""
    st.html(html('<div class="chips">{parts}</div>', parts=joined(parts)))


@dataclass(frozen=True)
class Figure:
    """A number that matters, with its name, and a target or unit beneath where it has one."""

    label: str
    value: str
    about: str = ""
    tone: Tone = "neutral"


def figures(parts: Sequence[Figure]) -> None:
    """Show figures side by side."""
    st.html(html('<dl class="figures">{parts}</dl>', parts=joined(_figure(p) for p in parts)))


def _figure(part: Figure) -> Html:
    about = html('<dd class="small">{about}</dd>', about=part.about) if part.about else Html("")
    return html(
        '<div><dt>{label}</dt><dd class="{tone}">{value}</dd>{about}</div>',
        label=part.label,
        tone=part.tone,
        value=part.value,
        about=about,
    )


def card_words(heading: str, about: str) -> None:
    """Show what a card is for."""
    st.html(html('<div class="card-words"><h2>{heading}</h2><p>{about}</p></div>', heading=heading, about=about))


def note(words: str) -> None:
    """Show a remark in grey."""
    st.html(html('<p class="note">{words}</p>', words=words))
