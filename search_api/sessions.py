"""Who is signed in: Flask's own signed cookie, which holds the opaque id of a person and nothing else about them.

A browser is signed in in one role at a time: as a person who seeks work, as a recruiter, or as the operator. Signing in
as one ends the others, and what asks for one never takes another for it.

A session is good while the person's `session_key` is what it was at sign-in (`indexer.accounts.sign_in_links`): ending
them everywhere changes it, and erasing the person takes it away. Signing out ends this one there too, by its id: a copy
of the cookie is worth nothing afterwards. On one's own device it lasts 60 days after the last
visit; on a shared computer until the browser closes, or half an hour without a visit.
"""

from __future__ import annotations

import re
import secrets
import time
from datetime import timedelta
from typing import NoReturn

from flask import Flask, abort, g, redirect, request, session, url_for

from indexer.accounts.sign_in_links import SignedIn, end_session, end_sessions, session_is_good
from indexer.engine.client import engine
from indexer.recruiters import operator_links
from indexer.settings import settings

OWN_DEVICE = timedelta(days=60)
SHARED_DEVICE = timedelta(minutes=30)
# How old the note of the last visit may be before the cookie is written anew: not at every page.
_NOTED_AFTER = {False: 86400.0, True: 60.0}
# The path of a page of ours: no other host (`//host`, `/\host`), nothing that browsers take out (tabs, ends of lines).
_OWN_PATH = re.compile(r"/(?!/)[!-\[\]-~]{0,299}")
HOME = "/suivi"
RECENT = 1800.0
"""For how long signing in stands for having the mailbox at hand (`search_api.fresh_links`)."""
PERSON, RECRUITER, OPERATOR = "person", "recruiter", "operator"
"""The roles, as the cookie names them."""


def keep_sessions(app: Flask) -> None:
    """Configure the cookie: out of reach of scripts and of other sites' forms, over https only where there is https."""
    secure = settings().public_url.startswith("https:")
    app.config.update(
        SECRET_KEY=settings().secret_key or None,
        # The prefix has browsers refuse a cookie of this name set by a neighbouring host (RFC 6265bis §4.1.3.2).
        SESSION_COOKIE_NAME="__Host-estey" if secure else "estey",
        SESSION_COOKIE_SECURE=secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_REFRESH_EACH_REQUEST=False,
        PERMANENT_SESSION_LIFETIME=OWN_DEVICE,
    )


def signed_in_person() -> str | None:
    """Return the id of the person who is signed in, as in `profile["person"]`; None when nobody is.

    It is looked up once a request. A session that ended is taken away.
    """
    return _signed_in_as(PERSON)


def signed_in_recruiter() -> str | None:
    """Return the id of the recruiter who is signed in, as in `recruiter["id"]`; None when none is."""
    return _signed_in_as(RECRUITER)


def signed_in_operator() -> operator_links.Opened | None:
    """Return in whose name the operator's pages are open in this browser, and which; None when they are not."""
    key = session.get(OPERATOR)
    # What it opens is read anew at each request: a link may be ended meanwhile.
    identifier = str(session.get("id") or "")
    return operator_links.opened_by(engine(), key, session=identifier) if isinstance(key, str) else None


def sign_in_operator(opened: operator_links.Opened) -> None:
    """Open the operator's pages in this browser, until the link ends or the browser does; ends any other session."""
    sign_out()
    session.permanent = False
    session[OPERATOR] = opened.key
    session["id"] = secrets.token_urlsafe(9)
    g.signed_in = (PERSON, None)


def seems_signed_in(role: str = PERSON) -> bool:
    """Say whether the cookie is of somebody signed in, without asking the engine: for what a page's header shows."""
    return bool(session.get(role)) and not _is_idle()


def person_or_sign_in() -> str:
    """Return the id of who is signed in; anybody else is led to sign in, and back to the page they asked for.

    After a form they come back to their own page: what was sent is not sent again by itself.
    """
    person = signed_in_person()
    if person is None:
        then = request.full_path.rstrip("?") if request.method == "GET" else HOME
        lead_to_sign_in(then)
    return person


def lead_to_sign_in(then: str) -> NoReturn:
    """End the request by leading to the page that signs in, and from there to `then`."""
    abort(redirect(url_for("sign_in.form", vers=own_path(then)), code=303))


def sign_in(signed: SignedIn, *, shared: bool, role: str = PERSON) -> None:
    """Begin a session in a role, and end any other; `shared`: on a computer that others use."""
    sign_out()
    session.permanent = not shared
    now, identifier = int(time.time()), secrets.token_urlsafe(9)
    who = {role: signed.person, "key": signed.session_key, "id": identifier}
    session.update({**who, "shared": shared, "seen": now, "at": now})
    g.signed_in = (role, signed.person)


def keep_only_this(session_key: str) -> None:
    """Go on with this session after all were ended: give it the key of sessions from now on."""
    session["key"] = session_key


def sign_out() -> None:
    """End the session of this browser, and of whoever kept a copy of its cookie."""
    before = dict(session)
    session.clear()
    g.signed_in = (PERSON, None)
    person, identifier = before.get(PERSON) or before.get(RECRUITER), str(before.get("id") or "")
    if before.get(OPERATOR) and identifier:
        operator_links.end_session(engine(), str(before[OPERATOR]), identifier)
    elif person and identifier:
        end_session(engine(), str(person), identifier)
    elif person and session_is_good(engine(), str(person), str(before.get("key"))):
        # The cookie of an earlier release has no id: all of that person's end.
        end_sessions(engine(), str(person))


def signed_in_lately(person: str) -> bool:
    """Say whether this browser signed in as this person within the last RECENT seconds, by a link of their mailbox."""
    return signed_in_person() == person and time.time() - float(session.get("at", 0)) < RECENT


def own_path(wanted: str, home: str = HOME) -> str:
    """Return the path of a page of ours that may be led to; `home` for anything else, the person's own page."""
    return wanted if _OWN_PATH.fullmatch(wanted) else home


def _signed_in_as(role: str) -> str | None:
    if "signed_in" not in g:
        g.signed_in = _looked_up()
    signed: tuple[str, str | None] = g.signed_in
    return signed[1] if signed[0] == role else None


def _looked_up() -> tuple[str, str | None]:
    """Return the role of the session and who is in it; None for nobody."""
    role = RECRUITER if session.get(RECRUITER) else PERSON
    person, key = session.get(role), session.get("key")
    if not person:
        return role, None
    if _is_idle() or not session_is_good(engine(), str(person), str(key), str(session.get("id"))):
        session.clear()
        return role, None
    if time.time() - float(session.get("seen", 0)) > _NOTED_AFTER[bool(session.get("shared"))]:
        session["seen"] = int(time.time())
    return role, str(person)


def _is_idle() -> bool:
    lasts = SHARED_DEVICE if session.get("shared") else OWN_DEVICE
    return time.time() - float(session.get("seen", 0)) > lasts.total_seconds()
