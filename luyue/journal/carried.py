"""Whether a subscription has carried what a stream says: to those who may go on only once others have heard of it."""

from luyue.journal.connection import Pool

ROUTER = "router"
"""The subscription that tells processes of each other, and of reports."""

_IS_BEHIND = """
select exists (
  select from subscriptions s join events e on e.stream = $2 and e.version = $3
  where s.name = $1 and (e.transaction_id, e.position) > (s.transaction_id, s.position)
) or exists (select from held_deliveries where subscription = $1 and stream = $2 and not parked)
"""


async def is_behind(pool: Pool, subscription: str, stream: str, version: int) -> bool:
    """Whether a stream's events up to a version are yet to be delivered; never for a subscription that never ran."""
    behind: bool = await pool.fetchval(_IS_BEHIND, subscription, stream, version)
    return behind
