"""Profiles: deposit, follow, change, delete."""

from __future__ import annotations

from typing import Any

from indexer.engine.client import engine
from indexer.profiles import lifecycle
from indexer.profiles.document import Profile
from indexer.profiles.matching_offers import offers_now
from indexer.queueing import enqueue_profile
from search_api.bodies import Blueprint
from search_api.deposits import api_url, follow_url, profile_of_program, take_deposit
from search_api.mail_state import mail_of
from search_api.presentation import profile_view
from search_api.schemas import DepositedSchema, DepositFormSchema, PauseSchema, ProfileSchema
from search_api.wish_schema import WishSchema

profiles = Blueprint("profiles", __name__, url_prefix="/api/profiles", description="CVs left by people.")


@profiles.route("", methods=["POST"])
@profiles.arguments(DepositFormSchema, location="multipart")
@profiles.response(202, DepositedSchema)
def leave(wish: dict[str, Any]) -> dict[str, Any]:
    """Leave a CV."""
    profile = take_deposit(wish, wish.pop("cv"))
    return {
        "id": profile["id"],
        "stage": profile["stage"],
        "follow_url": follow_url(profile),
        "api_url": api_url(profile),
    }


@profiles.route("/<secret>", methods=["GET"])
@profiles.response(200, ProfileSchema)
def follow(secret: str) -> dict[str, Any]:
    """See a profile, by the address its deposit was answered with; the secret of the person's page reads it too."""
    return _view(profile_of_program(secret))


@profiles.route("/<secret>", methods=["PATCH"])
@profiles.arguments(WishSchema)
@profiles.response(200, ProfileSchema)
def change(wish: dict[str, Any], secret: str) -> dict[str, Any]:
    """Change what is asked for. The secret of the person's page, which mails hold, does not (403)."""
    return _changed(lifecycle.update(engine(), profile_of_program(secret, changes=True)["id"], wish), secret)


@profiles.route("/<secret>/pause", methods=["PUT"])
@profiles.arguments(PauseSchema)
@profiles.response(200, ProfileSchema)
def pause(wish: dict[str, Any], secret: str) -> dict[str, Any]:
    """Pause the alerts, until a day or until they are resumed; or resume them."""
    return _changed(lifecycle.pause(engine(), profile_of_program(secret)["id"], **wish), secret)


@profiles.route("/<secret>", methods=["DELETE"])
@profiles.response(204)
def delete(secret: str) -> None:
    """Erase a profile with its CV and its matches. The secret of the person's page, in mails, does not (403)."""
    lifecycle.delete(engine(), profile_of_program(secret, changes=True)["id"])


def _changed(profile: Profile | None, secret: str) -> dict[str, Any]:
    if profile:
        enqueue_profile(profile["id"])
    return _view(profile or profile_of_program(secret))


def _view(profile: Profile) -> dict[str, Any]:
    return {**profile_view(profile, offers_now(engine(), profile, limit=0)[1]), "mail": mail_of(profile)}
