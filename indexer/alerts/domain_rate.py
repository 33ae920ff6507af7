"""How many mails a minute go to one domain: large providers turn away a sender who comes with thousands at once."""

from __future__ import annotations

import logging
from functools import cache

from limits import RateLimitItemPerMinute
from limits.storage import storage_from_string
from limits.strategies import FixedWindowRateLimiter
from redis.exceptions import RedisError

from indexer.settings import settings

log = logging.getLogger(__name__)


@cache
def _limiter(url: str) -> FixedWindowRateLimiter:
    return FixedWindowRateLimiter(storage_from_string(url))


def may_go(address: str) -> bool:
    """Say whether a mail may go to this address's domain now, and count it. Without Redis it may: late is worse."""
    most, url = settings().mails_a_minute, settings().redis_url
    if not most or not url:
        return True
    try:
        return _limiter(url).hit(RateLimitItemPerMinute(most), "mails", address.rpartition("@")[2].lower())
    except RedisError:
        log.warning("the rate of mails a domain cannot be counted: Redis does not answer")
        return True
