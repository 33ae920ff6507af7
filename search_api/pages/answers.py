"""The answer links between recruiters and people: they need no account. GET shows, POST confirms by a button."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, abort, render_template, request
from marshmallow import ValidationError

from indexer.alerts.links import (
    LinkExpiredError,
    LinkUnknownError,
    answer_token_made_at,
    read_answer_token,
    read_contact_token,
)
from indexer.alerts.slowing import followed
from indexer.bounces.mailing import heard_from
from indexer.candidates import answering
from indexer.candidates.answering import AnswerRefusedError
from indexer.candidates.answers import REASONS, possible
from indexer.candidates.cases import CONTACT_ASKED, Case, case_of
from indexer.candidates.telling import line_of
from indexer.engine.client import engine
from indexer.offers.document import is_withdrawn
from search_api.answer_schema import AnswerSchema, ContactSchema
from search_api.problem_sentences import SENTENCES
from search_api.problems import by_field

answers = Blueprint("answers", __name__)

STATUS = {answering.GONE: 410, answering.NOT_VOUCHED: 403, answering.ALREADY: 409}
"""Of an answer that is refused; of one too many, 429 (RFC 6585)."""


@answers.get("/reponse/<token>")
def ask_answer(token: str) -> Any:
    """Show the person told of, and what may be answered."""
    case, refusal = _answerable(token)
    return _answer_page(case, token) if case else refusal


@answers.post("/reponse/<token>")
def answer(token: str) -> Any:
    """Answer for the recruiter: the person is told."""
    case, refusal = _answerable(token)
    if case is None:
        return refusal
    try:
        given = AnswerSchema().load(request.form)
    except ValidationError as error:
        return _answer_page(case, token, errors=by_field(error.messages), given=request.form), 422
    try:
        settled = answering.answer(
            engine(), case.match["id"], given["answer"], given["motif"], given["message"].strip()
        )
    except AnswerRefusedError as error:
        code = f"answer_{error.code}"
        return _answer_page(case, token, refused=SENTENCES[code], given=request.form), STATUS.get(error.code, 429)
    followed(engine(), settled.recruiter["id"], datetime.now(UTC))
    return _answer_page(settled, token, done=given["answer"])


@answers.get("/contact/<token>")
def ask_contact(token: str) -> Any:
    """Show who has the person's CV, and what they may say to them."""
    case, refusal = _contactable(token)
    return _contact_page(case, token) if case else refusal


@answers.post("/contact/<token>")
def contact(token: str) -> Any:
    """Accept or refuse to be reached; or say whether anything was heard of the recruiter."""
    case, refusal = _contactable(token)
    if case is None:
        return refusal
    heard_from(engine(), case.profile["person"])
    said = request.form.get("answer", "")
    if said in answering.SAID:
        answering.say(engine(), case.match["id"], said)
        return _contact_page(case, token, done=said)
    try:
        given = ContactSchema().load(request.form)
    except ValidationError as error:
        return _contact_page(case, token, errors=by_field(error.messages), given=request.form), 422
    accepted = given["answer"] == "yes"
    settled = answering.settle_contact(engine(), case.match["id"], accepted=accepted, name=given["nom"].strip())
    return _contact_page(case_of(engine(), case.match["id"]) or case, token, done=given["answer"] if settled else "")


def _case(read: Callable[[str], str], token: str) -> tuple[Case | None, Any]:
    """Return what a link is about, or the page that says it is over."""
    try:
        case = case_of(engine(), read(token))
    except LinkExpiredError:
        case = None
    except LinkUnknownError:
        abort(404)
    return case, None if case else (render_template("answer_gone.html"), 410)


def _answerable(token: str) -> tuple[Case | None, Any]:
    """Return what an answer link is about, or the page that says it is over, also when its recruiter may see nobody.

    Nobody vouches for the organisation any more, it is blocked, or the recruiter left it: whoever holds the mail learns
    nothing of the person by it. A link from before a colleague took the offer over opens nothing either.
    """
    case, refusal = _case(read_answer_token, token)
    if case is None:
        return None, refusal
    is_of_another = (case.match.get("handed_over_at") or "") > answer_token_made_at(token)
    if is_of_another or not case.may_see:
        return None, (render_template("answer_gone.html"), 410)
    return case, refusal


def _contactable(token: str) -> tuple[Case | None, Any]:
    """Return what a contact link is about, or the page that says it is over: also when the offer was withdrawn, of
    which no word is said any more, and when who asked may not be told the answer.
    """
    case, refusal = _case(read_contact_token, token)
    if case is None:
        return None, refusal
    is_asked = case.match.get("contact") == CONTACT_ASKED
    if is_withdrawn(case.offer) or (is_asked and not case.may_see):
        return None, (render_template("answer_gone.html", of_person=True), 410)
    return case, refusal


def _answer_page(case: Case, token: str, **said: Any) -> str:
    """Render the recruiter's page; `said`: `done`, or `refused`, or `errors` and what was typed (`given`)."""
    shown: dict[str, Any] = {"done": "", "refused": "", "errors": {}, "given": {}}
    line = line_of(case.match, case.profile, case.offer, case.recruiter["id"])
    return render_template(
        "answer.html",
        case=case,
        cv=line,
        token=token,
        possible=possible(case.match),
        DECLINE_REASONS=REASONS,
        **{**shown, **said},
    )


def _contact_page(case: Case, token: str, **said: Any) -> str:
    """Render the person's page; `said` as above."""
    shown: dict[str, Any] = {"done": "", "errors": {}, "given": {}}
    asked = case.match.get("contact") == CONTACT_ASKED
    return render_template("contact.html", case=case, token=token, asked=asked, **{**shown, **said})
