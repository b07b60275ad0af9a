"""SKUs with their purchase limits, and what buyers have bought of them (MA-01)."""

from dataclasses import dataclass
from datetime import datetime

from luyue.domain.facts import Delisting
from luyue.domain.purchases import Sku, Wish
from luyue.journal.connection import Pool

# A SKU that another merchant has put stays the other's.
_PUT = """
insert into skus (id, merchant_id, product_id, stock, cumulative_limit, per_order_limit, minimum, updated_at)
values ($1, $2, $3, $4, $5, $6, $7, $8)
on conflict (id) do update set
  product_id = excluded.product_id, stock = excluded.stock, cumulative_limit = excluded.cumulative_limit,
  per_order_limit = excluded.per_order_limit, minimum = excluded.minimum, updated_at = excluded.updated_at
where skus.merchant_id = excluded.merchant_id
returning 1
"""
_FIND = "select merchant_id, product_id, stock, cumulative_limit, per_order_limit, minimum from skus where id = $1"
_WISH = """
select s.merchant_id, s.product_id, s.stock, s.cumulative_limit, s.per_order_limit, s.minimum,
       (select f.fact ->> 'category' from facts f where f.stream = 'product/' || s.product_id) as category,
       (select coalesce(sum(p.quantity), 0)::bigint from purchases p where p.sku_id = s.id and p.buyer_id = $2)
         as bought,
       exists (select from blacklisted_buyers b where b.merchant_id = s.merchant_id and b.buyer_id = $2)
         as is_blacklisted,
       exists (select from processes c where c.claim = $3) as shop_is_closing,
       (select f.fact from facts f where f.stream = 'delisting/' || s.product_id) as delisting
from skus s where s.id = $1
"""
_RECORD = """
insert into purchases (id, sku_id, merchant_id, buyer_id, quantity, bought_at) values ($1, $2, $3, $4, $5, $6)
on conflict do nothing returning 1
"""
_RECORDED = "select sku_id, merchant_id, buyer_id, quantity from purchases where id = $1"


@dataclass(frozen=True)
class Purchase:
    """So many pieces of a SKU that a buyer has bought."""

    id: str
    sku_id: str
    merchant_id: str
    buyer_id: str
    quantity: int


class PurchaseTaken(Exception):
    """A purchase of this id was recorded before, and was another."""


class Purchases:
    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def put_sku(self, id: str, sku: Sku, at: datetime) -> bool:
        """Stores a SKU; False where it is another merchant's, and then nothing is changed."""
        limits = (sku.cumulative_limit, sku.per_order_limit, sku.minimum)
        stored = await self._pool.fetchval(_PUT, id, sku.merchant_id, sku.product_id, sku.stock, *limits, at)
        return stored is not None

    async def sku(self, id: str) -> Sku | None:
        """A SKU as it was last put, or None."""
        row = await self._pool.fetchrow(_FIND, id)
        return Sku(**row) if row is not None else None

    async def wish(self, sku_id: str, buyer_id: str, quantity: int, closing_claim: str) -> Wish | None:
        """All that a purchase is checked by; `closing_claim` is its merchant's. None where there is no such SKU."""
        row = await self._pool.fetchrow(_WISH, sku_id, buyer_id, closing_claim)
        if row is None:
            return None
        return Wish(
            sku=Sku(**{name: row[name] for name in Sku.model_fields}),
            category=row["category"],
            quantity=quantity,
            bought=row["bought"],
            is_blacklisted=row["is_blacklisted"],
            shop_is_closing=row["shop_is_closing"],
            delisting=Delisting.model_validate_json(row["delisting"]) if row["delisting"] is not None else None,
        )

    async def record(self, purchase: Purchase, at: datetime) -> None:
        """Records a purchase once, however often it is told; raises `PurchaseTaken`."""
        told = (purchase.sku_id, purchase.merchant_id, purchase.buyer_id, purchase.quantity)
        if await self._pool.fetchval(_RECORD, purchase.id, *told, at) is None:
            row = await self._pool.fetchrow(_RECORDED, purchase.id)
            if tuple(row.values()) != told:
                raise PurchaseTaken(purchase.id)
