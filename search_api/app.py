"""The application factory."""

from __future__ import annotations

from http import HTTPStatus
from pathlib import Path
from typing import Any

import swagger_ui_bundle
from elastic_transport import ApiError, TransportError
from flask import Flask, Response, current_app, render_template, request, send_from_directory
from flask_limiter.errors import RateLimitExceeded
from flask_smorest import Api
from werkzeug.exceptions import HTTPException, ServiceUnavailable
from werkzeug.middleware.proxy_fix import ProxyFix
from xstatic.pkg import leaflet

from indexer.engine.client import EngineUnavailableError
from indexer.engine.documents import AnswerError
from indexer.offers.pay_words import plain_pay
from indexer.quarantine.attempts import is_outage
from indexer.settings import TEMPLATES, settings
from search_api import offer_words, presentation
from search_api.api.bounces import bounces
from search_api.api.communes import communes
from search_api.api.health import health
from search_api.api.language import language
from search_api.api.offers import offers
from search_api.api.outlines import outlines
from search_api.api.profiles import profiles
from search_api.api.publications import publications_by_key
from search_api.api.readings import readings
from search_api.api.suggestions import suggestions
from search_api.headers import secure
from search_api.limits import limit, seconds_to_wait, sentence
from search_api.metrics import metrics
from search_api.one_at_a_time import keep_one_at_a_time
from search_api.pages.accessibility import accessibility
from search_api.pages.account import account
from search_api.pages.adviser import adviser
from search_api.pages.alerts import alerts
from search_api.pages.answers import answers
from search_api.pages.cv_alerts import cv_alerts
from search_api.pages.cv_search import cv_search
from search_api.pages.deposit import deposits
from search_api.pages.deposit_end import ends
from search_api.pages.deposit_form import without_cv
from search_api.pages.deposit_steps import drafts
from search_api.pages.follow import follow
from search_api.pages.followed import followed
from search_api.pages.mailbox import mailbox, shown_mailbox
from search_api.pages.mails import mails
from search_api.pages.marks import marks
from search_api.pages.offers import offer_pages
from search_api.pages.operator import operator
from search_api.pages.operator_publications import operator_publications
from search_api.pages.organisation import organisation_page
from search_api.pages.own_data import own_data
from search_api.pages.publication_form import offer_form
from search_api.pages.publication_sources import offer_sources
from search_api.pages.publications import publications
from search_api.pages.recruiter_account import recruiter_account
from search_api.pages.recruiter_cvs import recruiter_cvs
from search_api.pages.recruiter_entry import recruiter_entry
from search_api.pages.renewal import renewal
from search_api.pages.saved_searches import saved_searches
from search_api.pages.search import search
from search_api.pages.sign_in import sign_in
from search_api.problem_sentences import SENTENCES
from search_api.problems import count_refusals, flat, problem, status_of
from search_api.recruiter_menu import recruiter_menu
from search_api.request_log import start_clock, write_line
from search_api.same_origin import refuse_other_sites
from search_api.sessions import keep_sessions, seems_signed_in

# The address says no version: an upgrade is seen within a day.
MAP_KEPT_SECONDS = 86_400
SWAGGER_ASSETS = Path(str(swagger_ui_bundle.swagger_ui_path))
# Twice the size of a CV: a file a little too large still reaches the check that keeps the rest of the form.
MAX_REQUEST_BYTES = 12 * 1024 * 1024

MESSAGES = {
    400: "Cette demande n’est pas complète.",
    403: "Ce formulaire a été envoyé depuis un autre site. Ouvrez la page ici, puis envoyez-le de nouveau.",
    404: "Cette page n’existe pas, ou n’existe plus.",
    405: "Cette adresse ne répond pas à ce genre de demande.",
    413: SENTENCES["file_too_large"],
    415: "Ce type de contenu n’est pas accepté ici.",
    500: "Quelque chose s’est mal passé de notre côté. Réessayez dans quelques minutes.",
    503: "Le service est momentanément indisponible. Réessayez dans quelques minutes.",
}


class EsteyApi(Api):
    """flask-smorest, with errors that carry a code and a sentence, and pages for people."""

    def handle_http_exception(self, error: HTTPException) -> Any:
        """Answer an error: JSON under /api, a page elsewhere."""
        data = getattr(error, "data", None) or {}
        status, errors = error.code or 500, data.get("errors") or []
        if "messages" in data:
            errors = flat(data["messages"])
            status = status_of(errors)
        if status == 413 and not errors:
            # The whole request is too large, so that no field of it was read; only a file can make it so.
            field = "cv" if request.path.startswith("/api/profiles") else "file"
            errors = [{"field": field, **problem("file_too_large")}]
        count_refusals(error["code"] for error in errors)
        message = data.get("message") or (errors[0]["message"] if errors else MESSAGES.get(status, error.name))
        # A refused method must be answered with those that exist (RFC 9110 §15.5.6).
        methods = getattr(error, "valid_methods", None)
        headers = {**({"Allow": ", ".join(methods)} if methods else {}), **(data.get("headers") or {})}
        if isinstance(error, RateLimitExceeded):
            seconds = seconds_to_wait(error, current_app.extensions["estey_limiter"])
            message, headers["Retry-After"] = sentence(seconds), str(seconds)
        if not request.path.startswith("/api/"):
            return render_template("error.html", status=status, message=message), status, headers
        payload = {"code": status, "status": HTTPStatus(status).phrase, "message": message}
        return ({**payload, "errors": errors} if errors else payload), status, headers


class EsteyApp(Flask):
    """Flask, with a log that keeps people's secrets."""

    def log_exception(self, *args: Any) -> None:
        """Log an unforeseen error under the rule of its route: the address itself may be somebody's secret link."""
        self.logger.error("Exception on %s [%s]", request.url_rule, request.method, exc_info=args[-1])


def create_app() -> Flask:
    """Return the application."""
    app = EsteyApp(__name__, template_folder=str(TEMPLATES / "pages"))
    app.config.update(
        MAX_CONTENT_LENGTH=MAX_REQUEST_BYTES,
        API_TITLE="Estey",
        API_VERSION="1",
        OPENAPI_VERSION="3.0.3",
        OPENAPI_URL_PREFIX="/",
        OPENAPI_JSON_PATH="openapi.json",
        OPENAPI_SWAGGER_UI_PATH="/docs",
        OPENAPI_SWAGGER_UI_URL="/docs/assets/",
        API_SPEC_OPTIONS={
            "info": {"description": "Offers in, CVs in, the right mail out."},
            "components": {"securitySchemes": {"api_key": {"type": "http", "scheme": "bearer"}}},
        },
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    filters = {"french_date": presentation.french_date, "paragraphs": presentation.paragraphs, "plain_pay": plain_pay}
    app.jinja_env.filters.update(filters)
    app.jinja_env.globals.update(
        presentation.labels() | offer_words.labels(),
        captured_mail=lambda: shown_mailbox() is not None,
        seems_signed_in=seems_signed_in,
        recruiter_menu=recruiter_menu,
        operator_contact=lambda: settings().contact,
    )
    keep_sessions(app)

    api = EsteyApi(app)

    def unavailable(error: Exception) -> Any:
        """Say that the engine does not answer: nobody's fault here, and soon over."""
        app.logger.warning("The search engine does not answer (%s).", type(error).__name__)
        return api.handle_http_exception(ServiceUnavailable())

    def refused(error: ApiError | AnswerError) -> Any:
        """Tell an engine that starts or has too much to do from one that refuses what our code asks."""
        if is_outage(error):
            return unavailable(error)
        raise error

    for lost in (EngineUnavailableError, TransportError):
        app.register_error_handler(lost, unavailable)
    for refusal in (ApiError, AnswerError):
        app.register_error_handler(refusal, refused)
    for resource in (
        profiles,
        bounces,
        offers,
        publications_by_key,
        readings,
        language,
        communes,
        outlines,
        suggestions,
        health,
    ):
        api.register_blueprint(resource)
    for pages in (search, offer_pages, marks, saved_searches, accessibility):
        app.register_blueprint(pages)
    for deposit_pages in (deposits, without_cv, drafts, ends):
        app.register_blueprint(deposit_pages)
    for own_pages in (sign_in, account, own_data, follow, adviser, followed, alerts, mails, mailbox, metrics):
        app.register_blueprint(own_pages)
    for recruiters in (
        recruiter_entry,
        organisation_page,
        recruiter_account,
        operator,
        operator_publications,
        recruiter_cvs,
        answers,
        cv_search,
        cv_alerts,
    ):
        app.register_blueprint(recruiters)
    for published in (offer_form, offer_sources, publications, renewal):
        app.register_blueprint(published)

    @app.get("/docs/assets/<path:name>")
    def swagger_asset(name: str) -> Response:
        """Serve the API reader's own files: nothing comes from elsewhere."""
        return send_from_directory(SWAGGER_ASSETS, name)

    @app.get("/leaflet/<path:name>")
    def leaflet_asset(name: str) -> Response:
        """Serve the map library's files, as its package has them."""
        return send_from_directory(leaflet.BASE_DIR, name, max_age=MAP_KEPT_SECONDS)

    app.before_request(start_clock)
    app.before_request(refuse_other_sites)
    keep_one_at_a_time(app)
    app.extensions["estey_limiter"] = limit(app)
    app.after_request(secure)
    app.after_request(write_line)
    if settings().proxies:
        # Only the address and the scheme: links are made from ESTEY_PUBLIC_URL, never from what a request says.
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=settings().proxies, x_proto=settings().proxies)  # type: ignore[method-assign]
    return app
