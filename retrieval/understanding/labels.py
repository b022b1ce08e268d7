"""A sentence that names its figures behind them in, where the name stands out: 425.3亿元,增长14.6%——固定资产投资."""

from __future__ import annotations

import re

from retrieval.understanding.dealing import Dealer
from retrieval.understanding.state import State
from retrieval.understanding.view import View

_DASH = re.compile("—+|–+|--+")
_END = re.compile("[,;。:(!?]|$")
_HAN = re.compile("[一-鿿]")
_COUNTED = 4  # characters behind a figure that are its unit and no name: 27个村


def name_figures(view: View, state: State, dealer: Dealer) -> None:
    """Make what stands behind the dash what the figures before it are of, one by one where it is a list.

    ``28240元、9628元——城镇、农村居民人均可支配收入``: two figures, two names.
    """
    span = _label(view)
    if span is None:
        return
    figures = [q for q in view.reading.quantities if q.end <= span[0]]
    together = [q for q in figures if "," not in view.text[figures[0].start : q.start]]
    if len(together) == 1 or dealer.keep(*span, len(together)):
        state.subject, state.topic = view.atoms(*span), ()


def _label(view: View) -> tuple[int, int] | None:
    """Where a name stands behind a dash before which there is nothing but figures and how they changed."""
    dash = _DASH.search(view.text) if view.reading.quantities else None
    first = view.reading.quantities[0] if dash else None
    if dash is None or first is None or _HAN.search(view.text, 0, first.start) or first.start > dash.start():
        return None
    before = view.atoms(0, dash.start())
    if sum(len(a.text) for a in before) > _COUNTED:
        return None
    match = _END.search(view.text, dash.end())
    return (dash.end(), match.start()) if match and view.atoms(dash.end(), match.start()) else None
