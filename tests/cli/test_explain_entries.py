"""`luyue explain` of campaign entries reads out the rules that a registration was weighed by (CE-01 to CE-06)."""

from datetime import timedelta

import pytest

from luyue.activities.handle import Handle
from luyue.domain.campaign_entry import CAMPAIGN_ENTRY
from luyue.workflows.messages import HandleCall, Issued, Outcome
from tests.cli.conftest import Player
from tests.workflow.campaign_entry_stages import campaign

JARGON = ("rulebook", "现行规则库中已无此规则", "+00:00", ": ,", "merchant_id")


class EntryPlayer(Player):
    """Registers the product p1 in the campaign `spring`."""

    async def registered(self, id: str, product_id: str = "p1", open_for: timedelta = timedelta(days=1)) -> Outcome:
        announced = campaign(registration_until=self.now + open_for)
        await self.report("campaign/spring", announced)
        payload = {"campaign_id": "spring", "merchant_id": "m1", "product_id": product_id}
        issued = Issued(name="register", payload=payload, actor="merchant:m1", at=self.now, command_id=f"{id}:register")
        handle = Handle(self.journal, [CAMPAIGN_ENTRY], test_clock=True)
        return await handle.handle(HandleCall(kind="campaign-entry", id=id, now=self.now, command=issued))


@pytest.fixture
async def entry_player(journal):
    player = EntryPlayer(journal)
    await player.products()
    return player


@pytest.mark.parametrize("language", ["en", "zh"])
async def test_ce_01_to_ce_06_every_rule_of_a_registration_is_named_and_read_out(entry_player, luyue, language):
    await entry_player.registered("ce_1")
    result = await luyue("explain", "ce_1", "--language", language)
    assert result.exit_code == 0, result.output
    assert not [word for word in JARGON if word in result.output]
    if language == "zh":
        assert "满足  CE-02  商家已确认活动规则  当时情况: 是,要求: 是" in result.output
        assert "北京时间" in result.output
    else:
        assert "Accepted: all 32 rules were met." in result.output
        assert "MET  CE-02.own_product  The product belongs to the merchant" in result.output


@pytest.mark.parametrize("language", ["en", "zh"])
async def test_ce_01_a_refusal_is_explained_with_what_was_seen_and_wanted(entry_player, luyue, language):
    await entry_player.registered("ce_1", "p404", timedelta(hours=-1))
    output = (await luyue("explain", "ce_1", "--language", language)).output
    assert not [word for word in JARGON if word in output]
    if language == "zh":
        assert "不满足  CE-01  活动报名已结束。" in output
        assert "商品所属商家" in output
    else:
        assert "NOT MET  CE-01  Registration for the campaign is over." in output
