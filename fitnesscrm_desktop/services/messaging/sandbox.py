"""Reads templates typed by people, and keeps them to what a message needs.

What is allowed is a list, not what is forbidden: fields, filters, ``if``, comparing, and joining. Nothing
loops, nothing calls, nothing multiplies, so time and text stay in proportion to a template's length.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from difflib import get_close_matches
from typing import Any

from jinja2 import Template, TemplateSyntaxError, Undefined, UndefinedError, nodes
from jinja2.exceptions import SecurityError, TemplateRuntimeError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from fitnesscrm_desktop.services.core.errors import RuleBroken
from fitnesscrm_desktop.services.messaging.fields import FIELD_NAMES, GROUPS, Facts, group_name, is_group
from fitnesscrm_desktop.services.messaging.speech import FILTERS, Speech

DEEPEST = 40
LONGEST_OUTPUT = 100_000
_PLAIN_NODES = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.Const,
    nodes.If,
    nodes.CondExpr,
    nodes.Compare,
    nodes.Operand,
    nodes.And,
    nodes.Or,
    nodes.Not,
    nodes.Add,
    nodes.Sub,
    nodes.Neg,
    nodes.Concat,
)
_TESTS = ("defined", "undefined")
_BUILT_IN_FILTERS = ("default", "upper", "lower", "capitalize", "trim")


class _Gap(Undefined):
    """A field this client has nothing for: false in a condition, empty and noted where it is written."""

    note: Callable[[str], None]

    def __str__(self) -> str:
        self.note(str(self._undefined_name))
        return ""

    def __html__(self) -> str:
        return str(self)


class _Environment(ImmutableSandboxedEnvironment):
    """Jinja, kept to the groups of fields."""

    def __init__(self, speech: Speech, gap: type[_Gap], *, escaping: bool) -> None:
        super().__init__(
            autoescape=escaping,
            undefined=gap,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            finalize=speech.written,
        )
        self._gap = gap
        built_in = {name: self.filters[name] for name in _BUILT_IN_FILTERS}
        self.filters = {**built_in, **speech.filters()}
        self.tests = {name: self.tests[name] for name in _TESTS}
        self.globals = {}

    def getattr(self, obj: Any, attribute: str) -> Any:
        """One field of a group; everything else has no attributes here."""
        if not is_group(obj):
            raise SecurityError(f"“{attribute}” is not a field.")
        name = f"{group_name(obj)}.{attribute}"
        if name not in FIELD_NAMES:
            raise SecurityError(_unknown(name))
        value = getattr(obj, attribute)
        return self._gap(name=name) if value is None else value

    def getitem(self, obj: Any, argument: Any) -> Any:
        """Nothing is looked up by brackets."""
        del obj
        raise SecurityError(f"“{str(argument)[:40]}” cannot be looked up with brackets.")


class Scribe:
    """Fills in templates in one language; compiles each once. Not for two threads at a time."""

    def __init__(self, speech: Speech) -> None:
        self._missing: list[str] = []
        gap = type("Gap", (_Gap,), {"note": staticmethod(self._missing.append)})
        self._plain = _Environment(speech, gap, escaping=False)
        self._escaping = _Environment(speech, gap, escaping=True)
        self._compiled: dict[tuple[str, bool], Template] = {}

    def fill(self, source: str, facts: Facts, *, html: bool = False) -> tuple[str, tuple[str, ...]]:
        """*source* with its fields filled in, and the fields there was nothing for.

        Raises ``RuleBroken`` with a sentence for a template that cannot be used.
        """
        self._missing.clear()
        try:
            text = self._template(source, html=html).render(facts.as_names())
        except UndefinedError as error:  # something was compared with, or added to, what is not there
            return "", tuple(dict.fromkeys([*self._missing, _name_in(str(error))]))
        except TypeError as error:
            raise RuleBroken(
                "Two things in this template do not go together, such as a word and a number."
            ) from error
        except (SecurityError, TemplateRuntimeError, ValueError, ArithmeticError) as error:
            raise RuleBroken(f"This template cannot be filled in: {error}") from error
        if len(text) > LONGEST_OUTPUT:
            raise RuleBroken("What this template makes is far too long for a message. Shorten it.")
        return text, tuple(dict.fromkeys(self._missing))

    def _template(self, source: str, *, html: bool) -> Template:
        known = self._compiled.get((source, html))
        if known is None:
            wrong = complaints(source)
            if wrong:
                raise RuleBroken(" ".join(wrong))
            environment = self._escaping if html else self._plain
            try:
                known = environment.from_string(source)
            except (TemplateSyntaxError, RecursionError, MemoryError, SyntaxError, ValueError) as error:
                raise RuleBroken(_unreadable(error)) from error
            self._compiled[source, html] = known
        return known


_READER = ImmutableSandboxedEnvironment()


def complaints(source: str) -> list[str]:
    """All that keeps *source* from being a template, as sentences; empty: nothing does."""
    if len(source) > LONGEST_OUTPUT:
        return [f"This is longer than {LONGEST_OUTPUT} characters. Shorten it."]
    try:
        tree = _READER.parse(source)
        depth = _depth(tree)
    except (TemplateSyntaxError, RecursionError, MemoryError, ValueError) as error:
        return [_unreadable(error)]
    if depth > DEEPEST:
        return [_TOO_DEEP]
    return list(dict.fromkeys(_wrong(tree)))


_TOO_DEEP = "This template is nested too deeply. Write it in simpler parts."


def _unreadable(error: BaseException) -> str:
    if isinstance(error, TemplateSyntaxError):
        return f"Line {error.lineno} cannot be read: {str(error.message).rstrip('.')}."
    return _TOO_DEEP if isinstance(error, RecursionError | MemoryError) else "This template cannot be read."


def _depth(tree: nodes.Node) -> int:
    deepest, waiting = 0, [(tree, 1)]
    while waiting:
        node, depth = waiting.pop()
        deepest = max(deepest, depth)
        waiting.extend((child, depth + 1) for child in node.iter_child_nodes())
    return deepest


def _wrong(node: nodes.Node) -> Iterator[str]:
    if isinstance(node, nodes.Getattr):
        yield from _wrong_field(node)
        return
    if isinstance(node, nodes.Name):
        yield _unknown(node.name)
        return
    if isinstance(node, nodes.Filter):
        yield from _wrong_filter(node)
    elif isinstance(node, nodes.Test):
        if node.name not in _TESTS:
            yield f"“is {node.name}” cannot be used in a template."
    elif not isinstance(node, _PLAIN_NODES):
        yield _FORBIDDEN.format(_WORDS.get(type(node), type(node).__name__.lower()))
        return
    for child in node.iter_child_nodes():
        yield from _wrong(child)


_FORBIDDEN = "“{}” cannot be used in a template, only fields, filters and “if”."
_WORDS: dict[type[nodes.Node], str] = {
    nodes.Mul: "*",
    nodes.Pow: "**",
    nodes.Div: "/",
    nodes.FloorDiv: "//",
    nodes.Mod: "%",
    nodes.Call: "( )",
    nodes.Getitem: "[ ]",
    nodes.List: "[ ]",
    nodes.Dict: "{ }",
    nodes.Tuple: ",",
    nodes.Assign: "set",
    nodes.AssignBlock: "set",
    nodes.FilterBlock: "filter",
    nodes.FromImport: "import",
}


def _wrong_field(node: nodes.Getattr) -> Iterator[str]:
    inner = node.node
    name = f"{inner.name}.{node.attr}" if isinstance(inner, nodes.Name) else f"….{node.attr}"
    if name not in FIELD_NAMES:
        yield _unknown(name)


def _wrong_filter(node: nodes.Filter) -> Iterator[str]:
    if node.name not in FILTERS:
        near = get_close_matches(node.name, FILTERS, 1)
        hint = f" Did you mean “{near[0]}”?" if near else ""
        yield f"There is no filter “{node.name}”.{hint}"
    if node.kwargs or node.dyn_args or node.dyn_kwargs:
        yield f"The filter “{node.name}” takes plain values only."


def _unknown(name: str) -> str:
    if name in GROUPS:
        return f"“{name}” alone is not a field. Say what of it, like {_first_of(name)}."
    near = get_close_matches(name, FIELD_NAMES, 1, cutoff=0.5)
    hint = f" Did you mean “{near[0]}”?" if near else ""
    return f"There is no field “{name[:60]}”.{hint}"


def _first_of(group: str) -> str:
    return next(name for name in FIELD_NAMES if name.startswith(f"{group}."))


def _name_in(message: str) -> str:
    return next((name for name in FIELD_NAMES if f"'{name}'" in message), "occasion.n")
