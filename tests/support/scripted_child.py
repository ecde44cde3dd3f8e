"""Plays the process of a model: ``scripted_child.py PLAN``. Each start takes the next line of the plan file.

A line says how this life goes: ``fine``, ``dies-loading``, ``dies-asked``, ``dies-writing``, ``refuses``,
``no-engine`` (cannot open it), ``elsewhere`` (built for another processor),
``deaf`` (hears no stop), ``silent`` (says nothing when asked), ``babbles`` (says what is no message),
``sleepy`` (goes to sleep as it is asked), ``mute`` (writes nothing), ``hangs`` (never opens the engine).
It writes "one two three ", and what it is asked into PLAN.asked.
"""

import json
import os
import signal
import sys
from pathlib import Path
from typing import Any

ANSWERS = {"load": "ready", "look": "engine"}
WORDS = ("one ", "two ", "three ")


def say(what: str, **more: Any) -> None:
    sys.stdout.write(json.dumps({"say": what, **more}) + "\n")
    sys.stdout.flush()


def die() -> None:
    sys.stderr.write("GGML_ASSERT(false) failed\n")
    sys.stderr.flush()
    os.kill(os.getpid(), 9)


def write(order: dict[str, Any], life: str) -> None:
    number = order["id"]
    words = () if life == "mute" else WORDS
    for word in words:
        say("text", id=number, text=word)
        if life == "dies-writing":
            die()
    if life == "deaf":
        for _ in sys.stdin:
            sys.stderr.write("what?\n")
    if order["do"] == "score":
        say("scored", id=number, scores=[-1.0] * len(order["candidates"]), memory=5)
        return
    figures = {
        "tokens": len(words),
        "prompt_tokens": 5,
        "ms": 9,
        "first_token_ms": 2,
        "done": True,
        "memory": 5,
    }
    say("written", id=number, text="".join(words), **figures)


def loads(life: str) -> bool:
    """Whether the model comes into memory in this life."""
    if life == "dies-loading":
        die()
    if life == "elsewhere":
        os.kill(os.getpid(), signal.SIGILL)
    if life == "no-engine":
        say("no-engine", why="libgomp.so.1: cannot open shared object file")
    if life == "refuses":
        say("refused", why="no-chat")
    return life not in {"no-engine", "refuses"}


def live(life: str, asked: Path) -> None:
    for line in sys.stdin:
        order = json.loads(line)
        with asked.open("a", encoding="utf-8") as notes:
            notes.write(line)
        if order["do"] == "stop":
            continue
        if life == "hangs":
            continue
        if order["do"] in ANSWERS:
            if not loads(life):
                return
            say(ANSWERS[order["do"]], name="Scripted", parameters=1, context=2048, ms=1, memory=4)
        elif life == "dies-asked":
            die()
        elif life == "babbles":
            sys.stdout.write("llama_model_loader: loaded\n")
            sys.stdout.flush()
        elif life == "sleepy":
            say("idle")
            return
        elif life != "silent":
            write(order, life)


def main() -> None:
    plan = Path(sys.argv[1])
    life, _, rest = plan.read_text(encoding="utf-8").partition("\n")
    plan.write_text(rest, encoding="utf-8")
    live(life or "fine", plan.with_suffix(".asked"))


if __name__ == "__main__":
    main()
