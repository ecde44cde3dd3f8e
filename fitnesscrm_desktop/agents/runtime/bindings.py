"""The only door to llama_cpp. Opened in the process of the model, never in ours."""

from __future__ import annotations

import ctypes
import importlib.util
import os
import sys
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType
from typing import Any

from fitnesscrm_desktop.agents.runtime.errors import EngineBroken, EngineMissing

PACKAGE = "llama_cpp"
_LIBRARIES = ("libllama.so", "libllama.dylib", "llama.dll", "libllama.dll")
_BEGINNINGS = (b"\x7fELF", b"MZ", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe")
"""How a library begins on Linux, Windows and macOS."""
WARNING = 3
"""What llama.cpp says below this level is of no use to anybody."""

_kept: list[Any] = []
"""The library calls what is in here: it must never be collected."""


def engine_there() -> bool:
    """Whether the engine is installed and its library a library; both are looked for, not loaded."""
    spec = importlib.util.find_spec(PACKAGE)
    return spec is not None and _has_library(spec)


def missing_engine() -> EngineMissing:
    """Why there is no engine: not even its package, or a package that holds no library."""
    spec = importlib.util.find_spec(PACKAGE)
    broken = spec is not None and not _has_library(spec)
    return EngineBroken("its library is missing or damaged") if broken else EngineMissing()


def _has_library(spec: ModuleSpec) -> bool:
    chosen = os.environ.get("LLAMA_CPP_LIB_PATH")  # as the package itself looks for it
    folders = [Path(each) / "lib" for each in spec.submodule_search_locations or ()]
    return any(
        _is_library(folder / name)
        for folder in ([Path(chosen)] if chosen else folders)
        for name in _LIBRARIES
    )


def _is_library(file: Path) -> bool:
    try:
        with file.open("rb") as opened:
            return opened.read(4).startswith(_BEGINNINGS)
    except OSError:
        return False


def open_library() -> Any:
    """The functions of llama.cpp, and nothing else of their package.

    The package imports numpy, a template engine and a cache on disk for classes that are not used here. An
    empty package in its place leaves that out: the model is there 0.3 s earlier.
    """
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or spec.submodule_search_locations is None:
        raise ModuleNotFoundError(name=PACKAGE)
    if PACKAGE not in sys.modules:
        package = ModuleType(PACKAGE)
        package.__path__ = list(spec.submodule_search_locations)
        sys.modules[PACKAGE] = package
    import llama_cpp.llama_cpp as library

    talk = library.llama_log_callback(_pass_on)
    _kept.append(talk)
    library.llama_log_set(talk, None)
    library.llama_backend_init()
    return library


def _pass_on(level: int, text: bytes, _data: object) -> None:
    """Let warnings and errors out on standard error, where the parent keeps the last of them."""
    if level >= WARNING:
        sys.stderr.write(text.decode("utf-8", "replace"))


def grammar_of(schema: str) -> str:
    """The grammar that lets only JSON of this *schema* through."""
    from llama_cpp.llama_grammar import json_schema_to_gbnf

    return str(json_schema_to_gbnf(schema))


class StopFlag:
    """A flag that the engine looks at between any two steps of its work, without waking Python.

    The engine asks a C function whether to go on. One in Python would be called a thousand times for each
    token; that costs a tenth of the speed. The C library has one that does the same: ``strlen`` of a text
    that is empty (0, go on) until somebody puts a letter into it (1, stop).
    """

    def __init__(self) -> None:
        self._text = ctypes.create_string_buffer(2)

    def raise_(self) -> None:
        """Stop."""
        self._text[0] = b"x"

    def lower(self) -> None:
        """Go on, next time."""
        self._text[0] = b"\0"

    def is_set(self) -> bool:
        """Whether to stop."""
        return self._text[0] != b"\0"

    def watch(self, library: Any, context: Any) -> None:
        """Let the work of *context* end when the flag is raised."""
        c_library = ctypes.cdll.msvcrt if sys.platform == "win32" else ctypes.CDLL(None)
        address = ctypes.cast(c_library.strlen, ctypes.c_void_p).value
        ask = library.ggml_abort_callback(address)
        _kept.append((ask, self._text))
        library.llama_set_abort_callback(context, ask, ctypes.addressof(self._text))
