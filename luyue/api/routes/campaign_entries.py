"""What only campaign entries have: registering a product (CE-02), and the addresses of commands below a campaign."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Response

from luyue.api import identifiers
from luyue.api.answers import answer, etag
from luyue.api.bodies import body_of
from luyue.api.context import TAKES_KEY, Asked
from luyue.api.idempotency import Received
from luyue.api.kinds import CAMPAIGN_ENTRIES, address_of
from luyue.api.problems import Problem, documented
from luyue.api.process_answers import ProcessAnswer
from luyue.api.routes.processes import ProcessId, add_command
from luyue.domain.campaign_entry import CAMPAIGN_ENTRY
from luyue.domain.campaign_entry import state as s
from luyue.domain.campaign_entry.messages import Register
from luyue.domain.facts.numbers import Flag
from luyue.domain.messages import Identifier, Value

CampaignId = Annotated[Identifier, Path(description="The campaign's id.")]
BELOW_A_CAMPAIGN = ("approve", "reject", "leave")
"""The commands that have an address below the entry's campaign, beside the one that those of every kind have."""

RegisterBody = body_of(CAMPAIGN_ENTRY, Register)
router = APIRouter(prefix="/v1/campaigns", tags=["campaign-entries"])


class Registration(Value):
    """A product that a merchant registers. That acknowledges the campaign's rules, unless it says that it does not."""

    merchant_id: Identifier
    product_id: Identifier
    rules_acknowledged: Flag = True


@router.post(
    "/{id}/entries",
    name="register-campaign-entry",
    summary="Register a product",
    status_code=201,
    response_model=ProcessAnswer,
    responses=documented(401, 403, 404, 409, 422, 429, 503),
    openapi_extra=TAKES_KEY,
)
async def register(id: CampaignId, asked: Asked, body: Registration) -> Response:
    """The merchant registers a product in a campaign (CE-01 to CE-06).

    All that is checked is checked at once: what is not met is told together, and the refusal is on record.
    """
    asked.check_own(merchant_id=body.merchant_id)
    if await asked.journal.facts.newest(f"campaign/{id}") is None:
        raise Problem("not-found")
    registering = RegisterBody(campaign_id=id, **dict(body))

    async def act(received: Received) -> Response:
        entry_id = identifiers.process_id(CAMPAIGN_ENTRY.id_prefix, received.at, received.command_id)
        stream = CAMPAIGN_ENTRY.stream(entry_id)
        execution, opens_with = asked.services.execution, CAMPAIGN_ENTRIES.opens_with
        outcome = await execution.run(
            CAMPAIGN_ENTRIES, entry_id, opens_with, registering, asked.caller, received, opens=True
        )
        row = await asked.row(stream)
        if outcome.status == s.REFUSED:
            state = await asked.journal.processes.state(CAMPAIGN_ENTRY, row, outcome.result_version)
            raise Problem("refused", state.violations, id=entry_id)
        shown = await asked.shown(CAMPAIGN_ENTRIES, row, outcome.result_version)
        return answer(shown, 201, ETag=etag(shown.version), Location=address_of(stream))

    return await asked.once(body, act)


async def _of_that_campaign(campaign_id: CampaignId, id: ProcessId, asked: Asked) -> None:
    """Raises `Problem` where the entry is another campaign's."""
    row = await asked.row(CAMPAIGN_ENTRY.stream(id))
    state = await asked.journal.processes.state(CAMPAIGN_ENTRY, row)
    if state.campaign_id != campaign_id:
        raise Problem("not-found")


below_a_campaign = APIRouter(
    prefix="/v1/campaigns/{campaign_id}/entries",
    tags=["campaign-entries"],
    dependencies=[Depends(_of_that_campaign)],
)
for _name in BELOW_A_CAMPAIGN:
    add_command(below_a_campaign, CAMPAIGN_ENTRIES, _name, route=f"{_name}-campaign-entry")
