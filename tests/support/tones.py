"""The tones of a check-in, made from nothing: ``python -m tests.support.tones`` writes them anew."""

import io
import math
import struct
import wave

from fitnesscrm_desktop.models.values import Verdict
from fitnesscrm_desktop.paths import resource

RATE = 22_050
LOUDNESS = 0.35
FADE_SECONDS = 0.012
NOTES: dict[Verdict, tuple[tuple[float, float], ...]] = {
    Verdict.ADMITTED: ((880.0, 0.08), (1318.5, 0.13)),
    Verdict.NOTICE: ((740.0, 0.09), (0.0, 0.05), (740.0, 0.12)),
    Verdict.REFUSED: ((330.0, 0.16), (233.1, 0.26)),
}
"""Hertz and seconds of each note; 0 Hz is a rest."""


def tone(verdict: Verdict) -> bytes:
    """Make the WAV file of *verdict*."""
    frames = b"".join(_note(pitch, seconds) for pitch, seconds in NOTES[verdict])
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(RATE)
        sound.writeframes(frames)
    return file.getvalue()


def _note(pitch: float, seconds: float) -> bytes:
    count = round(RATE * seconds)
    fade = RATE * FADE_SECONDS
    samples = []
    for place in range(count):
        swell = min(1.0, place / fade, (count - place) / fade)
        level = math.sin(2 * math.pi * pitch * place / RATE) if pitch else 0.0
        samples.append(round(level * swell * LOUDNESS * 32767))
    return struct.pack(f"<{count}h", *samples)


if __name__ == "__main__":
    resource("sounds").mkdir(exist_ok=True)
    for each in Verdict:
        resource("sounds", f"{each.value}.wav").write_bytes(tone(each))
