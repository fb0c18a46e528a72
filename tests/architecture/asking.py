"""Asks an address as somebody, and looks at the answer as a stranger would: status, headers, what the body tells."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.cookies import SimpleCookie
from typing import Any, NamedTuple

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import Resolver404, resolve

from governance.workflow.tokens import FIELD, new_token

HEADERS = {
    "Content-Security-Policy": "default-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "camera=()",
}
LOOSE = ("unsafe-inline", "unsafe-eval", "http:", "https:", "*")
INLINE = re.compile(
    r"<style\b|<[^>]*\sstyle\s*=|<[^>]*\son[a-z]+\s*=\s*[\"']|javascript:|<script(?![^>]*\bsrc=)", re.IGNORECASE
)
WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE|REPLACE|DROP|ALTER|TRUNCATE)\b", re.IGNORECASE)
OF_THE_SESSION = ('"django_session"',)
CHANGING = re.compile(
    r'(name="(?:csrfmiddlewaretoken|engangskod)" value=")[^"]*|(?<=foot__time">)[^<]*|(?<=\?next=)[^"&]*'
)
"""What differs each time a page is shown; `next` leads back to the address that was asked for."""
HOSTILE = "\"'><script>alert(1)</script>{{7*7}}%s\x00\u202e=1+1"
HUGE = "9" * 40


class Forms(HTMLParser):
    """The forms of a page, with what their fields hold."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[dict[str, Any]] = []
        self.here: dict[str, Any] | None = None
        self.choice = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.here = {
                "method": given.get("method", "get").lower(),
                "action": given.get("action", ""),
                "fields": {},
                "files": [],
            }
            self.found.append(self.here)
        if self.here is None:
            return
        fields, name = self.here["fields"], given.get("name", "")
        if tag in ("input", "button", "textarea") and name:
            kind = given.get("type", "")
            if kind == "file":
                self.here["files"].append(name)
            elif kind in ("radio", "checkbox"):
                fields.setdefault(name, given.get("value", "on"))
            else:
                fields[name] = given.get("value", "")
        elif tag == "select":
            self.choice = name
            fields[name] = ""
        elif tag == "option" and self.choice and ("selected" in given or not fields[self.choice]):
            fields[self.choice] = given.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.here = None
        if tag == "select":
            self.choice = ""


def filled(form: dict[str, Any]) -> dict[str, Any]:
    """The form sent as somebody in a hurry would: what it holds, and something in each empty field."""
    days = re.compile(r"(_on|^on|_by|_until|date)$")
    return {name: value or ("2026-11-21" if days.search(name) else "1") for name, value in form["fields"].items()}


def hostile(form: dict[str, Any], text: str) -> dict[str, Any]:
    """The form sent with something that breaks out of every field."""
    sent: dict[str, Any] = dict.fromkeys(form["fields"], text)
    return sent | {name: SimpleUploadedFile(f"{name}.xlsx", b"PK\x03\x04" + text.encode()) for name in form["files"]}


class Shown(NamedTuple):
    """What an address answered: its status (0 when it broke), the page (empty when it is none), how much it read."""

    status: int = 0
    page: str = ""
    questions: int = 0


@dataclass
class Asker:
    """Keeps a client for each role, counts what was asked and collects what was wrong."""

    clients: dict[str, Client]
    wrong: list[str] = field(default_factory=list)
    asked: int = 0
    questions: int = 0
    written: list[str] = field(default_factory=list)
    looked: set[int] = field(default_factory=set)
    cookies: dict[str, SimpleCookie] | None = None
    shown: dict[tuple[str, str], Shown] = field(default_factory=dict)

    def watch(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        """Count what is read, and note each statement that writes; a session is not an act."""
        self.questions += sql.lstrip().startswith("SELECT")
        if WRITES.match(sql) and not any(table in sql for table in OF_THE_SESSION):
            self.written.append(sql)
        return execute(sql, params, many, context)

    @contextmanager
    def undone(self) -> Iterator[None]:
        """Let what happens within be undone, cookies too."""
        self.cookies = {}
        block = transaction.atomic()
        block._from_testcase = True  # type: ignore[attr-defined]
        with block:
            yield
            transaction.set_rollback(True)
        for role, cookies in self.cookies.items():
            self.clients[role].cookies = cookies
        self.cookies = None

    def ask(self, role: str, method: str, url: str, data: Any = None) -> HttpResponse | None:
        """Ask, and look at what holds for every answer; nothing when the page broke."""
        self.asked += 1
        self.written, self.questions = [], 0
        label = f"{method} {url} som {role}"
        if self.cookies is not None and role not in self.cookies:
            self.cookies[role] = SimpleCookie(self.clients[role].cookies)
        sent = {FIELD: new_token(), **(data or {})} if method == "POST" else data or {}
        if method == "POST":
            sent[FIELD] = new_token()
        try:
            with connection.execute_wrapper(self.watch):
                answer: HttpResponse = getattr(self.clients[role], method.lower())(url, sent)
        except Exception as error:  # whatever breaks a page is a finding
            self.note(f"{label}: bröt ihop: {type(error).__name__}: {str(error)[:200]}")
            return None
        self.look(label, answer)
        if method != "POST" and self.written:
            self.note(f"{label}: skriver: {self.written[0][:120]}")
        return answer

    def look_up(self, role: str, url: str) -> Shown:
        """What somebody is shown; asked for once: what is asked changes nothing, what is sent is refused or undone."""
        if (role, url) not in self.shown:
            answer = self.ask(role, "GET", url)
            page = text_of(answer) if answer is not None and is_page(answer) else ""
            self.shown[role, url] = Shown(answer.status_code, page, self.questions) if answer is not None else Shown()
        return self.shown[role, url]

    def note(self, sentence: str) -> None:
        """Keep a finding."""
        self.wrong.append(re.sub(r"x{20,}", "x…", sentence)[:400])

    def look(self, label: str, answer: HttpResponse) -> None:
        """What every answer keeps to: no breakdown, the headers, nothing inline, forms that carry their tokens."""
        if answer.status_code >= 500:
            self.note(f"{label}: {answer.status_code}")
        for name, part in HEADERS.items():
            told = str(answer.headers.get(name, ""))
            is_kept_away = name == "Content-Security-Policy" and told == "sandbox" and is_file(answer)
            if part not in told and not is_kept_away:
                self.note(f"{label}: {answer.status_code} utan {name}")
        if any(word in answer.headers.get("Content-Security-Policy", "").split() for word in LOOSE):
            self.note(f"{label}: för vid CSP")
        if label.startswith("HEAD") or not is_page(answer):
            return
        page = text_of(answer)
        if answer.status_code >= 400:  # the same refusal again has been looked at
            same = hash((answer.status_code, CHANGING.sub("", page)))
            if same in self.looked:
                return
            self.looked.add(same)
        if found := INLINE.search(page):
            self.note(f"{label}: {found.group(0)[:80]!r} i sidan")
        if answer.status_code >= 400 and 'lang="sv"' not in page:
            self.note(f"{label}: {answer.status_code} är ingen svensk sida")
        for form in Forms(page).found:
            self.look_at_form(label, form)

    def look_at_form(self, label: str, form: dict[str, Any]) -> None:
        """A form with an effect carries both tokens; one that searches carries none into the address."""
        if form["method"] == "post":
            if "csrfmiddlewaretoken" not in form["fields"]:
                self.note(f"{label}: formulär till {form['action']!r} utan csrf")
            if FIELD not in form["fields"] and not is_without_token(form["action"] or label.split()[1]):
                self.note(f"{label}: formulär till {form['action']!r} utan engångskod")
        elif {"csrfmiddlewaretoken", FIELD} & set(form["fields"]):
            self.note(f"{label}: formulär till {form['action']!r} lägger sin kod i adressen")


def is_without_token(action: str) -> bool:
    """Whether the view that a form goes to has said that it needs no one-time token."""
    try:
        view = resolve(action.partition("?")[0].partition("#")[0]).func
    except Resolver404:
        return False
    return bool(getattr(view, "without_token", False))


def is_page(answer: HttpResponse) -> bool:
    """Whether a person is shown it."""
    return str(answer.headers.get("Content-Type", "")).startswith("text/html")


def is_file(answer: HttpResponse) -> bool:
    """Whether a browser keeps the answer and does not show it."""
    return str(answer.headers.get("Content-Disposition", "")).startswith("attachment")


def text_of(answer: HttpResponse) -> str:
    """The whole body as text; a file is read as it stands."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
    return body.decode(errors="replace")


def steady(answer: HttpResponse) -> str:
    """A page without what differs each time it is shown."""
    return CHANGING.sub("", text_of(answer))
