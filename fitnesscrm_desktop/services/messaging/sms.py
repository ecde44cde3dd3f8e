"""Text messages through the studio's HTTP gateway: any that takes a request, described by four templates."""

from __future__ import annotations

import base64
import ipaddress
import json
import re
from dataclasses import replace
from email.message import Message as Headers
from http.client import HTTPException, InvalidURL
from typing import IO, TYPE_CHECKING, Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import (
    BaseHandler,
    HTTPRedirectHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
    build_opener,
)

from fitnesscrm_desktop.models.base import SHORT_TEXT
from fitnesscrm_desktop.models.values import Receipt
from fitnesscrm_desktop.services.core.errors import RuleBroken
from fitnesscrm_desktop.services.core.typed_text import shortened, tidy_line
from fitnesscrm_desktop.services.messaging.mail import is_this_pc
from fitnesscrm_desktop.services.messaging.outbox_results import SmsSettings
from fitnesscrm_desktop.services.messaging.sms_encoding import FILTERS, Place, encode_names, place_of_body
from fitnesscrm_desktop.services.messaging.sms_status import Told, gateway_id, told_state
from fitnesscrm_desktop.services.messaging.sms_yes import Said, means_yes, read_conditions
from fitnesscrm_desktop.services.messaging.ways import Answer, AnswerKind, Outgoing, WayClosed

if TYPE_CHECKING:  # it takes a while to load, and only who writes text messages needs it
    from jinja2 import Template
    from jinja2.sandbox import SandboxedEnvironment

TIMEOUT = 20.0
METHODS = ("POST", "GET", "PUT")
_MOST_ANSWER = 65_536
_WORDS = 400
_MAY_STAND_IN_URLS = re.compile(r"[!-~]+")
_OK, _END_OF_OK = 200, 300
_REDIRECT, _REFUSED = 300, 400
_NOT_ALLOWED = {401, 403, 404, 405, 407}
_WRONG_SECRET = {401, 407}
_FORBIDDEN = {403}
_FOR_NOW = {408, 409, 423, 425, 429}
_SERVER = 500
_PERHAPS = {502, 504}
"""Somebody on the way has the request and no answer to it: perhaps it was sent."""
_BETWEEN = " "
"""The host of a gateway, and what it calls a message."""

TWILIO_STYLE = SmsSettings(
    url="https://api.twilio.com/2010-04-01/Accounts/ACCOUNT/Messages.json",
    method="POST",
    headers=(
        'Authorization: Basic {{ ("ACCOUNT:" ~ secret) | base64 }}\n'
        "Content-Type: application/x-www-form-urlencoded"
    ),
    body="To={{ to | form }}&From={{ sender | form }}&Body={{ text | form }}",
    yes="status 201\njson status is not failed, undelivered",
    status_url="https://api.twilio.com/2010-04-01/Accounts/ACCOUNT/Messages/{{ id }}.json",
)
"""What many gateways understand; ACCOUNT is replaced by the studio's own."""
JSON_STYLE = SmsSettings(
    url="https://gateway.example/send",
    method="POST",
    headers="Authorization: Bearer {{ secret }}\nContent-Type: application/json",
    body='{"to": {{ to | json }}, "from": {{ sender | json }}, "text": {{ text | json }}, '
    '"reference": {{ reference | json }}}',
)


def is_near(url: str) -> bool:
    """Whether the gateway is this PC or one of the studio's own network, where plain HTTP is allowed."""
    host = urlsplit(url).hostname or ""
    if is_this_pc(host):
        return True
    try:
        return ipaddress.ip_address(host).is_private
    except ValueError:
        return False


def check_gateway(settings: SmsSettings) -> dict[str, str]:
    """What is wrong with these settings, by field; every template is filled in once to see that it can be."""
    wrong: dict[str, str] = {}
    try:
        parts = urlsplit(settings.url)
        host, _port = parts.hostname, parts.port
    except ValueError:
        return {"url": "This is not a web address."}
    if parts.scheme not in {"http", "https"} or not host:
        wrong["url"] = "A gateway’s address begins with https://."
    elif parts.scheme == "http" and not is_near(settings.url):
        wrong["url"] = "Use https:// – over http:// everybody on the way could read the messages."
    if settings.method not in METHODS:
        wrong["method"] = f"The method is one of {', '.join(METHODS)}."
    for field in ("url", "headers", "body"):
        try:
            values = _values("+4900000", "Text", settings.sender, "x", "y")
            filled = _filled(getattr(settings, field), values, _place(settings, field))
            if field == "headers":
                _headers(filled)
            if field == "url" and not _MAY_STAND_IN_URLS.fullmatch(filled):
                wrong.setdefault(field, "A web address holds no spaces and no letters of other alphabets.")
        except RuleBroken as error:
            wrong.setdefault(field, error.text)
    if not wrong:
        wrong = _missing(settings)
    return wrong | _wrong_question(settings)


def _wrong_question(settings: SmsSettings) -> dict[str, str]:
    """Why the gateway cannot be asked this way what became of a message."""
    from jinja2.meta import find_undeclared_variables

    if not settings.status_url:
        return {}
    try:
        filled = _filled(settings.status_url, _question("ID", "x"), Place.URL)
    except RuleBroken as error:
        return {"status_url": error.text}
    if not _may_be_asked(filled):
        return {"status_url": "This address begins with https:// and holds no spaces and no foreign letters."}
    if "id" not in find_undeclared_variables(_environment().parse(settings.status_url)):
        return {"status_url": "The gateway is not told which message is meant: {{ id }} is missing."}
    return {}


def _may_be_asked(url: str) -> bool:
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname, parts.port
    except ValueError:
        return False
    if not host or not _MAY_STAND_IN_URLS.fullmatch(url):
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and is_near(url))


def _missing(settings: SmsSettings) -> dict[str, str]:
    """A gateway that is not told what to write, or to whom, would send nothing and say that all is well."""
    from jinja2.meta import find_undeclared_variables

    asked = settings.method != "GET"
    told = settings.url + (settings.body if asked else "")
    used = find_undeclared_variables(_environment().parse(told))
    field = "body" if asked else "url"
    for name, what in (("text", "what to write"), ("to", "to whom")):
        if name not in used:
            return {field: f"The gateway is not told {what}: {{{{ {name} }}}} is missing."}
    return {}


UNWRITABLE = (
    "This message cannot be written as a request to the gateway: its address would hold something that "
    "may not stand there. Nothing was sent."
)
NO_ANSWER = "The gateway closed the connection without an answer that can be understood."


class SmsWay:
    """One request for each message; there is no connection to keep."""

    def __init__(self, settings: SmsSettings, secret: str, *, timeout: float = TIMEOUT) -> None:
        self._settings, self._secret, self._timeout = settings, secret, timeout
        self._begun: Request | None = None

    def begin(self, message: Outgoing) -> Answer | None:
        """Write the request. Raises ``WayClosed`` if the settings do not allow to."""
        try:
            self._begun = self._request(message)
        except RuleBroken as error:
            raise WayClosed(f"The settings of the gateway are not right: {error.text}") from error
        return (
            None
            if _MAY_STAND_IN_URLS.fullmatch(self._begun.full_url)
            else Answer(AnswerKind.NEVER, UNWRITABLE)
        )

    def finish(self) -> Answer:
        """Make the request. Raises ``WayClosed`` when the gateway cannot be used at all."""
        request, self._begun = self._begun, None
        if request is None:
            raise ValueError("there is no message to hand over")
        try:
            with self._opener().open(request, timeout=self._timeout) as response:
                return self._taken(response.status, response.read(_MOST_ANSWER))
        except HTTPError as error:
            with error:
                return self._refused(error.code, error.read(_MOST_ANSWER))
        except InvalidURL:  # found out before anything was sent
            return Answer(AnswerKind.NEVER, UNWRITABLE)
        except (OSError, HTTPException) as error:
            return self._silent(error)

    def ask(self, reference: str) -> Told | None:
        """What became of a message by the *reference* of its answer; None: it cannot be said now.

        Another gateway than took it is not asked: it may call a message of others the same. Raises
        ``WayClosed`` when the settings do not allow to ask.
        """
        host, between, name = reference.partition(_BETWEEN)
        if not between:  # kept before the host was
            name = reference
        elif host != self._host:
            return Told(Receipt.UNKNOWN)
        if not self._settings.status_url:
            raise WayClosed("This gateway is not asked what became of a message.")
        try:
            values = _question(name, self._secret)
            url = _filled(self._settings.status_url, values, Place.URL)
            headers = _headers(_filled(self._settings.headers, _values("", "", "", self._secret, name)))
        except RuleBroken as error:
            raise WayClosed(f"The settings of the gateway are not right: {error.text}") from error
        if not _may_be_asked(url):
            raise WayClosed("The settings of the gateway are not right: where to ask is no web address.")
        headers = {name: value for name, value in headers.items() if name.lower() != "content-type"}
        request = Request(url, headers=headers, method="GET")  # noqa: S310 - http and https only, looked at above
        try:
            with self._opener().open(request, timeout=self._timeout) as response:
                content: bytes = response.read(_MOST_ANSWER)
        except HTTPError as error:
            with error:
                return Told(Receipt.ON_THE_WAY) if _is_about_this_one(error.code) else None
        except (OSError, HTTPException):
            return None
        told = told_state(content.decode("utf-8", "replace"))
        return replace(told, text=shortened(tidy_line(self._hidden(told.text)), _WORDS))

    def close(self) -> None:
        """Nothing is open between two messages."""

    def _request(self, message: Outgoing) -> Request:
        reference = message.wire_id.strip("<>").partition("@")[0]
        sender = self._settings.sender
        values = _values(message.to_address, message.text, sender, self._secret, reference)
        url = _filled(self._settings.url, values, Place.URL)
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or (parts.scheme == "http" and not is_near(url)):
            raise RuleBroken("its address must begin with https://.")
        body = _filled(self._settings.body, values, _place(self._settings, "body")).encode("utf-8")
        headers = _headers(_filled(self._settings.headers, values))
        data = body if self._settings.method != "GET" else None
        return Request(url, data=data, headers=headers, method=self._settings.method)  # noqa: S310 - http and https only, looked at above

    @property
    def _host(self) -> str:
        """Whose names of messages these are."""
        return urlsplit(self._settings.url).netloc.rpartition("@")[2].lower()

    def _opener(self) -> OpenerDirector:
        handlers: list[BaseHandler] = [_NoRedirect()]
        if is_near(self._settings.url):
            handlers.append(ProxyHandler({}))
        return build_opener(*handlers)

    def _taken(self, status: int, content: bytes) -> Answer:
        if not _OK <= status < _END_OF_OK:
            return self._refused(status, content)
        said = self._said(status, content)
        if not means_yes(
            read_conditions(self._settings.yes), Said(status, content.decode("utf-8", "replace"))
        ):
            return Answer(AnswerKind.NEVER, f"The gateway did not say yes: {said}")
        name = gateway_id(content.decode("utf-8", "replace")) if self._settings.status_url else ""
        reference = f"{self._host}{_BETWEEN}{name}" if name else ""
        return Answer(AnswerKind.TAKEN, said, reference=reference if len(reference) <= SHORT_TEXT else "")

    def _refused(self, status: int, content: bytes) -> Answer:
        said = self._said(status, content)
        if _REDIRECT <= status < _REFUSED or status in _NOT_ALLOWED:
            text = f"The gateway does not accept us. Check its address and secret: {said}"
            raise WayClosed(text, by_message=status not in _WRONG_SECRET)
        if status in _FOR_NOW or status >= _SERVER:
            return Answer(AnswerKind.LATER, said, uncertain=status in _PERHAPS)
        return Answer(AnswerKind.NEVER, said)

    def _silent(self, error: Exception) -> Answer:
        """Before the request was made nothing can have been sent; after it, nobody knows."""
        if isinstance(error, URLError):
            reason = tidy_line(str(getattr(error.reason, "strerror", None) or error.reason))
            raise WayClosed(f"The gateway cannot be reached: {self._hidden(reason)[:_WORDS]}") from error
        late = isinstance(error, TimeoutError)
        words = "The gateway did not answer in time." if late else NO_ANSWER
        return Answer(AnswerKind.LATER, words, uncertain=True)

    def _said(self, status: int, content: bytes) -> str:
        """The gateway's own words: the state and the number it gave the message, if it tells them."""
        text = content.decode("utf-8", "replace")
        try:
            document = json.loads(text)
        except ValueError:
            document = None
        if isinstance(document, dict):
            told = [document.get(name) for name in ("status", "state", "sid", "id", "message_id", "message")]
            text = " ".join(str(each) for each in told if isinstance(each, str | int)) or text
        return shortened(f"{status} {tidy_line(self._hidden(text))}".strip(), _WORDS)

    def _hidden(self, text: str) -> str:
        return text.replace(self._secret, "•••") if self._secret else text


def _is_about_this_one(status: int) -> bool:
    """Whether the gateway answers, and only knows nothing of this one message."""
    other = _WRONG_SECRET | _FORBIDDEN | _FOR_NOW
    return _REFUSED <= status < _SERVER and status not in other


class _NoRedirect(HTTPRedirectHandler):
    """A gateway that sends us elsewhere would get our secret there: nobody is followed."""

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: Headers, newurl: str
    ) -> None:
        """Do not go there."""


def _values(to: str, text: str, sender: str, secret: str, reference: str) -> dict[str, str]:
    return {"to": to, "text": text, "sender": sender, "secret": secret, "reference": reference}


def _question(name: str, secret: str) -> dict[str, str]:
    return {"id": name, "secret": secret}


def _place(settings: SmsSettings, field: str) -> Place:
    """What the words of *field* have to be written as."""
    if field == "body":
        return place_of_body(settings.body, settings.headers)
    return Place.URL if field == "url" else Place.PLAIN


def _filled(template: str, values: dict[str, str], place: Place = Place.PLAIN) -> str:
    from jinja2 import TemplateError

    try:
        return _template(template, place).render(values)
    except (TemplateError, TypeError, ValueError) as error:
        raise RuleBroken(f"“{tidy_line(template)[:60]}” cannot be filled in: {error}") from error


def _template(source: str, place: Place) -> Template:
    """Names, filters and joining; nothing loops, calls, multiplies or looks into anything."""
    from jinja2 import TemplateError, nodes

    allowed = (
        nodes.Template,
        nodes.Output,
        nodes.TemplateData,
        nodes.Name,
        nodes.Const,
        nodes.Concat,
        nodes.Filter,
    )
    environment = _environment()
    tree = environment.parse(source)
    waiting: list[nodes.Node] = [tree]
    while waiting:
        node = waiting.pop()
        if not isinstance(node, allowed):
            raise TemplateError("only names, filters and ~ may be used.")
        waiting += node.iter_child_nodes()
    encode_names(tree, place)
    return environment.from_string(tree)


def _environment() -> SandboxedEnvironment:
    from jinja2 import StrictUndefined
    from jinja2.sandbox import SandboxedEnvironment

    environment = SandboxedEnvironment(undefined=StrictUndefined, autoescape=False)
    filters: dict[str, Any] = {
        **FILTERS,
        "base64": lambda text: base64.b64encode(str(text).encode()).decode("ascii"),
    }
    environment.filters = filters
    environment.globals = {}
    return environment


def _headers(text: str) -> dict[str, str]:
    """One ``Name: value`` per line."""
    found = {}
    for line in filter(None, map(str.strip, text.splitlines())):
        name, colon, value = line.partition(":")
        if not colon or not name.strip() or not line.isascii():
            raise RuleBroken("Every header is one line like “Name: value”, in plain letters.")
        found[name.strip()] = value.strip()
    return found
