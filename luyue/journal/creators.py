"""The directory of creators: exactly those whom an offer is not refused for lacking the sharing right (CO-01)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from luyue.domain.facts import CartAccess, Creator, Right
from luyue.domain.policy import Policy
from luyue.journal.connection import Pool

CreatorOrder = Literal["id", "followers"]

# As SR-05 has it: one of the rights on record; without an admission on record the bar of CA-01 and CA-02.
_SHARING = """
select c.creator_id as id, c.fact as creator, a.fact as access
from facts c left join facts a on a.stream = 'cart-access/' || c.creator_id
where case when a.stream is not null then a.fact -> 'rights' ?| $1::text[]
      else c.followers >= $2 and (c.fact ->> 'public_original_videos')::bigint >= $3
           and (c.fact ->> 'phone_bound')::boolean and (c.fact ->> 'real_name_verified')::boolean end
"""
_BY_ID = f"""{_SHARING}
and c.creator_id > $4 and c.followers >= $5
order by c.creator_id limit $6
"""
_BY_FOLLOWERS = f"""{_SHARING}
and c.creator_id is not null and (c.followers, c.creator_id) < ($5, $4) and c.followers >= $6
order by c.followers desc, c.creator_id desc limit $7
"""
_UNKNOWN = -1
_BEYOND_ALL = 2**63 - 1


@dataclass(frozen=True)
class CreatorFilter:
    """Who is looked for: those who hold one of the rights, with at least so many followers (None: also unknown)."""

    rights: Sequence[Right]
    min_followers: int | None = None


@dataclass(frozen=True)
class FollowersPlace:
    """Where a page by followers ended."""

    followers: int
    id: str


@dataclass(frozen=True)
class SharingCreator:
    """A creator in the directory; `access` is None without an admission on record."""

    id: str
    creator: Creator
    access: CartAccess | None

    @property
    def place(self) -> FollowersPlace:
        """The creator's place in the order of followers: those whose number is not known come last."""
        return FollowersPlace(_UNKNOWN if self.creator.followers is None else self.creator.followers, self.id)


class Creators:
    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def page_by_id(self, wanted: CreatorFilter, policy: Policy, after: str, size: int) -> list[SharingCreator]:
        """Up to `size` creators whose ids come after one, in the order of their ids."""
        rows = await self._pool.fetch(_BY_ID, *_bar(wanted, policy), after, _least(wanted), size)
        return [_sharing(row) for row in rows]

    async def page_by_followers(
        self, wanted: CreatorFilter, policy: Policy, after: FollowersPlace | None, size: int
    ) -> list[SharingCreator]:
        """Up to `size` creators after a place, those with the most followers first."""
        followers, id = (after.followers, after.id) if after else (_BEYOND_ALL, "")
        rows = await self._pool.fetch(_BY_FOLLOWERS, *_bar(wanted, policy), id, followers, _least(wanted), size)
        return [_sharing(row) for row in rows]


def _bar(wanted: CreatorFilter, policy: Policy) -> tuple[list[Right], int, int]:
    return list(wanted.rights), policy.cart_minimum_followers, policy.cart_minimum_videos


def _least(wanted: CreatorFilter) -> int:
    return _UNKNOWN if wanted.min_followers is None else wanted.min_followers


def _sharing(row: Any) -> SharingCreator:
    access = row["access"]
    return SharingCreator(
        id=row["id"],
        creator=Creator.model_validate_json(row["creator"]),
        access=None if access is None else CartAccess.model_validate_json(access),
    )
