"""A message as an HTTP request: template, signature, and what the answer means. Nothing here sends."""

import base64
import hashlib
import hmac
import ipaddress
import json
import re
from urllib.parse import quote_plus, unquote, urlsplit

from .problem import Problem

PLACEHOLDERS = (
    "subject",
    "text",
    "url",
    "document",
    "company",
    "recipient",
    "phone",
    "phone_local",
    "email",
)
PERSONAL = frozenset({"phone", "phone_local", "email"})  # of one recipient, not of a group
DELAYS = (1, 5, 30, 120)  # minutes until the next try
SHORTEST_SECRET = 6  # characters; what is shorter is no secret and stays readable
_PLACEHOLDER = re.compile(r"\{\{\s*(.*?)\s*\}\}")
_HEADER_NAME = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")


def _refuse_constant(value):
    raise ValueError(value)


def parse_json(text):
    """Return what ``text`` says.

    :raise Problem: ``json_syntax`` with the line and column where it is wrong
    """
    try:
        return json.loads(text, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        raise Problem("json_syntax", line=error.lineno, column=error.colno) from None
    except (ValueError, RecursionError):
        raise Problem("json_odd") from None


def parse_template(text, as_form=False):
    """Return the tree of a message's body.

    :param as_form: the body is sent like a web form, so it may only have plain values
    :raise Problem: no JSON, an unknown placeholder, or not what a form can hold
    """
    tree = parse_json(text)
    if not isinstance(tree, dict):
        raise Problem("body_no_object")
    if as_form and any(isinstance(value, (dict, list)) for value in tree.values()):
        raise Problem("body_nested")
    for name in sorted(placeholders(tree)):
        if name not in PLACEHOLDERS:
            raise Problem("placeholder_unknown", name=name)
    return tree


def placeholders(tree):
    """Return the names of the placeholders in a tree."""
    if isinstance(tree, str):
        return set(_PLACEHOLDER.findall(tree))
    parts = tree.values() if isinstance(tree, dict) else tree if isinstance(tree, list) else ()
    return set().union(*map(placeholders, parts))


def fill(tree, values):
    """Return the tree with its placeholders replaced; a value is a text and stays one, whatever is in it."""
    if isinstance(tree, str):
        if not _PLACEHOLDER.search(tree):
            return tree
        return _PLACEHOLDER.sub(lambda found: values[found[1]], tree).rstrip()
    if isinstance(tree, dict):
        return {key: fill(value, values) for key, value in tree.items()}
    if isinstance(tree, list):
        return [fill(value, values) for value in tree]
    return tree


def parse_headers(text):
    """Return {name: value} of a message's headers.

    :raise Problem: no JSON, or not an object of texts that can stand in a header
    """
    headers = parse_json(text) if (text or "").strip() else {}
    if not isinstance(headers, dict):
        raise Problem("headers_no_object")
    for name, value in headers.items():
        if not isinstance(value, str) or not _HEADER_NAME.fullmatch(name) or not _fits_header(value):
            raise Problem("header_bad", name=name)
    return headers


def _fits_header(value):
    return value == value.strip() and value.isprintable() and all(ord(sign) < 256 for sign in value)


def parse_hosts(text):
    """Return the host names in a comma separated list; empty: any host."""
    return frozenset(host.strip().lower() for host in (text or "").split(",") if host.strip())


def check_url(url, hosts=frozenset()):
    """Return the host of an address to which messages may be sent.

    :raise Problem: not http or https, a password inside, a link-local address, or not among ``hosts``
    """
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname, parts.port
    except ValueError:
        raise Problem("url_bad") from None
    if parts.scheme not in ("http", "https") or not host or re.search(r"[\s\\]", url):
        raise Problem("url_bad")
    if parts.username is not None:
        raise Problem("url_password")
    if hosts and host not in hosts:
        raise Problem("url_host", host=host)
    if _is_link_local(host):
        raise Problem("url_link_local", host=host)
    return host


def _is_link_local(host):
    try:
        return ipaddress.ip_address(host).is_link_local
    except ValueError:
        return False


def host_of(url):
    """Return the host of ``url`` for people to see: nothing of it is secret."""
    try:
        return urlsplit(url or "").hostname or ""
    except ValueError:
        return ""


def sign_url(url, secret, now):
    """Return ``url`` with DingTalk's ``timestamp`` (milliseconds) and ``sign``.

    :param now: seconds since 1970
    """
    stamp = str(int(now * 1000))
    digest = hmac.new(secret.encode(), f"{stamp}\n{secret}".encode(), hashlib.sha256).digest()
    sign = quote_plus(base64.b64encode(digest))
    return f"{url}{'&' if urlsplit(url).query else '?'}timestamp={stamp}&sign={sign}"


def sign_body(body, secret, now):
    """Return ``body`` with Feishu's ``timestamp`` (seconds) and ``sign``.

    :param now: seconds since 1970
    """
    stamp = str(int(now))
    digest = hmac.new(f"{stamp}\n{secret}".encode(), digestmod=hashlib.sha256).digest()
    return {"timestamp": stamp, "sign": base64.b64encode(digest).decode(), **body}


def check_answer(text, path, expected):
    """Accept or refuse an answer.

    :param path: where in the JSON of the answer its verdict stands, like ``errcode`` or ``data.0.code``;
        empty: any answer will do
    :param expected: the verdict that means success, as JSON or as plain text
    :raise Problem: ``answer_no_json``, ``answer_no_verdict`` or ``answer_refused``
    """
    if not path:
        return
    try:
        found = parse_json(text)
    except Problem:
        raise Problem("answer_no_json") from None
    for step in path.split("."):
        if isinstance(found, dict) and step in found:
            found = found[step]
        elif isinstance(found, list) and step.isdecimal() and int(step) < len(found):
            found = found[int(step)]
        else:
            raise Problem("answer_no_verdict", path=path)
    if json.dumps(found) != _canonical(expected) and found != expected:
        raise Problem("answer_refused")


def _canonical(expected):
    try:
        return json.dumps(parse_json(expected))
    except Problem:
        return None


def redact(text, url, secrets=()):
    """Return ``text`` without what is secret in ``url`` (path and query) and without ``secrets``."""
    parts = urlsplit(url)
    hidden = {*re.split(r"[/&=;]", f"{parts.path}&{parts.query}"), *secrets}
    hidden |= {unquote(part) for part in hidden if part}
    for part in sorted(filter(None, hidden), key=len, reverse=True):
        if len(part) >= SHORTEST_SECRET:
            text = text.replace(part, "…")
    return text


def cut(text, limit):
    """Return ``text`` cut to ``limit`` bytes of UTF-8 (0: not at all), with an ellipsis where it was cut."""
    raw = text.encode()
    if not limit or len(raw) <= limit:
        return text
    return raw[: limit - len("…".encode())].decode(errors="ignore") + "…"


def delay(tries):
    """Return the minutes to wait after the ``tries``-th try failed."""
    return DELAYS[min(tries, len(DELAYS)) - 1]
