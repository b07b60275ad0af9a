"""What operators can search processes by in Temporal."""

from datetime import datetime
from typing import Any

from temporalio.common import SearchAttributeKey, SearchAttributeUpdate

from luyue.workflows.messages import Outcome

STATUS = SearchAttributeKey.for_keyword("Status")
MERCHANT_ID = SearchAttributeKey.for_keyword("MerchantId")
CREATOR_ID = SearchAttributeKey.for_keyword("CreatorId")
PRODUCT_ID = SearchAttributeKey.for_keyword("ProductId")
NEXT_DEADLINE = SearchAttributeKey.for_datetime("NextDeadline")
ATTENTION = SearchAttributeKey.for_keyword("Attention")

SEARCH_ATTRIBUTES: tuple[SearchAttributeKey[str] | SearchAttributeKey[datetime], ...] = (
    STATUS,
    MERCHANT_ID,
    CREATOR_ID,
    PRODUCT_ID,
    NEXT_DEADLINE,
    ATTENTION,
)
HANDLE_FAILING = "handle_failing"


def changes(before: Outcome | None, after: Outcome) -> list[SearchAttributeUpdate[Any]]:
    """The updates that bring a process's search attributes from one outcome to the next.

    The first outcome of a run says everything: a run that continues another begins with the other's attributes.
    """
    wanted = _values(after)
    shown = _values(before) if before else {}
    return [
        key.value_unset() if value is None else key.value_set(value)  # type: ignore[arg-type]
        for key, value in wanted.items()
        if before is None or value != shown[key]
    ]


def _values(
    outcome: Outcome,
) -> dict[SearchAttributeKey[str] | SearchAttributeKey[datetime], str | datetime | None]:
    return {
        STATUS: outcome.status,
        MERCHANT_ID: outcome.merchant_id,
        CREATOR_ID: outcome.creator_id,
        PRODUCT_ID: outcome.product_id,
        NEXT_DEADLINE: outcome.next_deadline.due_at if outcome.next_deadline else None,
    }
