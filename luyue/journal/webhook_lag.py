"""How far behind webhooks are: what waits for its receiver, what was given up. For metrics: cheap, and without ids."""

from dataclasses import dataclass

from luyue.journal.connection import Pool
from luyue.journal.webhook_queues import WAITING

MOST_COUNTED = 100_000
"""Parked deliveries are counted up to so many."""

# As deliveries are taken. What waits for a disabled endpoint to be enabled is not behind.
_WAITING = f"""{WAITING}
select
  coalesce(extract(epoch from clock_timestamp() - min(oldest.created_at)), 0)::float as pending,
  greatest(coalesce(extract(epoch from clock_timestamp() - min(due.next_attempt_at)), 0), 0)::float as due
from waiting
cross join lateral (
  select id from webhook_endpoints where id = waiting.endpoint_id and disabled_at is null limit 1
) w
left join lateral (
  select created_at from webhook_deliveries
  where endpoint_id = w.id and state = 'pending' order by number limit 1
) oldest on true
left join lateral (
  select next_attempt_at from webhook_queues
  where endpoint_id = w.id and next_attempt_at < 'infinity' order by next_attempt_at limit 1
) due on true
"""
_PARKED = f"""
select count(*) from (select from webhook_deliveries where state = 'parked' limit {MOST_COUNTED}) parked
"""


@dataclass(frozen=True)
class WebhookLag:
    """Lengths in seconds, of enabled endpoints. `pending`: the age of the oldest delivery that has not got through.

    `due`: for how long the next try that is due the longest has not been made. `parked`: deliveries given up, of all
    endpoints, up to `MOST_COUNTED`.
    """

    pending: float
    due: float
    parked: int


async def read_webhook_lag(pool: Pool) -> WebhookLag:
    """What there is to say now."""
    waiting = await pool.fetchrow(_WAITING)
    return WebhookLag(waiting["pending"], waiting["due"], await pool.fetchval(_PARKED))
