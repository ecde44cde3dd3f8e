"""The frame around the words of an e-mail: the studio's name and colour, fit for any mail program."""

from __future__ import annotations

import re
from html import escape

from fitnesscrm_desktop.services.settings.profile import StudioProfile

_WHOLE_PAGE = re.compile(r"<html[\s>]", re.IGNORECASE)
_ADDRESS = re.compile(r"(https?://[^\s<>\"']+[^\s<>\"'.,;:!?)\]])")
_PAGE = """\
<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
</head>
<body style="margin:0;padding:0;background-color:#f4f4f6;">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" bgcolor="#f4f4f6">
<tr><td align="center" style="padding:24px 12px;">
<table role="presentation" width="560" cellpadding="0" cellspacing="0" border="0" bgcolor="#ffffff" \
style="width:100%;max-width:560px;">
<tr><td bgcolor="{accent}" style="padding:20px 28px;font-family:Arial,Helvetica,sans-serif;font-size:18px;\
font-weight:bold;color:{on_accent};">{studio}</td></tr>
<tr><td style="padding:24px 28px 12px 28px;font-family:Arial,Helvetica,sans-serif;font-size:16px;\
line-height:24px;color:#22232a;">
{body}
</td></tr>
<tr><td style="padding:12px 28px 24px 28px;font-family:Arial,Helvetica,sans-serif;font-size:12px;\
line-height:18px;color:#62646f;">{foot}</td></tr>
</table>
</td></tr>
</table>
</body>
</html>
"""
_HALF_BRIGHT = 0.45
LONGEST_PAGE = 150_000


def html_of(text: str) -> str:
    """Plain *text* as paragraphs of HTML, its web addresses as links."""
    blocks = [block for block in re.split(r"\n\s*\n", text.strip()) if block.strip()]
    return "\n".join(f'<p style="margin:0 0 16px 0;">{_linked(block)}</p>' for block in blocks)


def framed(profile: StudioProfile, body: str, *, title: str = "", language: str = "en") -> str:
    """*body* (HTML) under the studio's name, with its address at the foot; a whole page stays as it is."""
    if _WHOLE_PAGE.search(body):
        return body
    lines = [profile.name, *profile.address.split("\n"), profile.phone, profile.email]
    return _PAGE.format(
        language=escape(language.replace("_", "-")),
        title=escape(title),
        accent=escape(profile.accent),
        on_accent=_readable_on(profile.accent),
        studio=escape(profile.name),
        body=body,
        foot=" · ".join(escape(line.strip()) for line in lines if line.strip()),
    )


def written_mail(profile: StudioProfile, subject: str, text: str, language: str) -> str:
    """The page for words that a person wrote or changed: they look like those from a template."""
    page = framed(profile, html_of(text), title=subject, language=language or profile.locale)
    return page if len(page) <= LONGEST_PAGE else ""  # thousands of paragraphs go out as plain text


def _linked(block: str) -> str:
    parts = _ADDRESS.split(block)
    shown = [
        f'<a href="{escape(part)}">{escape(part)}</a>' if place % 2 else escape(part)
        for place, part in enumerate(parts)
    ]
    return "".join(shown).replace("\n", "<br>\n")


def _readable_on(colour: str) -> str:
    red, green, blue = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    bright = 0.2126 * red**2.2 + 0.7152 * green**2.2 + 0.0722 * blue**2.2
    return "#1b1c21" if bright > _HALF_BRIGHT else "#ffffff"
