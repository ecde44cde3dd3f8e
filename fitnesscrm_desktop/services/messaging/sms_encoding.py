"""Writes what a gateway is told so that it fits where it stands: an address, a form, a JSON text.

Somebody who forgets ``| url`` would else send half a message, or a request that nobody can read.
"""

from __future__ import annotations

import enum
import json
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, quote_plus

if TYPE_CHECKING:  # it takes a while to load, and only who writes text messages needs it
    from jinja2 import nodes


class Place(enum.StrEnum):
    """Where a template stands, named after the filter that fits there; ``PLAIN`` needs none."""

    URL = "url"
    FORM = "form"
    JSON = "json"
    PLAIN = "plain"


_WITHIN_QUOTES = "json_within"
FILTERS: dict[str, Any] = {
    "json": lambda text: json.dumps(str(text), ensure_ascii=False),
    _WITHIN_QUOTES: lambda text: json.dumps(str(text), ensure_ascii=False)[1:-1],
    "form": lambda text: quote_plus(str(text)),
    "url": lambda text: quote(str(text), safe=""),
}
_CONTENT_TYPE = re.compile(r"^\s*content-type\s*:\s*([^;\s]*)", re.IGNORECASE | re.MULTILINE)
_BEGINS_JSON = re.compile(r"\s*(\{(?![{%#])|\[)")
_A_STRING = re.compile(r'\\.|"', re.DOTALL)


def place_of_body(body: str, headers: str) -> Place:
    """What the body of a request is: as its headers say, else as it looks."""
    found = _CONTENT_TYPE.search(headers)
    kind = found.group(1).lower() if found else ""
    if "json" in kind or (not kind and _BEGINS_JSON.match(body)):
        return Place.JSON
    return Place.FORM if kind in {"", "application/x-www-form-urlencoded"} else Place.PLAIN


def encode_names(tree: nodes.Template, place: Place) -> None:
    """Let every name of *tree* pass through the filter of its place, unless it has one already."""
    from jinja2 import nodes

    if place is Place.PLAIN:
        return
    within = False
    for output in tree.find_all(nodes.Output):
        for position, part in enumerate(output.nodes):
            if isinstance(part, nodes.TemplateData):
                quotes = [each for each in _A_STRING.findall(part.data) if each == '"']
                within ^= len(quotes) % 2 == 1
            else:
                name = _WITHIN_QUOTES if within and place is Place.JSON else place.value
                output.nodes[position] = _encoded(part, name)


def _encoded(node: nodes.Expr, name: str) -> nodes.Expr:
    from jinja2 import nodes

    if isinstance(node, nodes.Concat):
        node.nodes = [_encoded(each, name) for each in node.nodes]
        return node
    if isinstance(node, nodes.Const) or (isinstance(node, nodes.Filter) and node.name in FILTERS):
        return node
    return nodes.Filter(node, name, [], [], None, None, lineno=node.lineno)
