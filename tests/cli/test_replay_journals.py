"""Recorded journals are decided again: the same by the same rules, otherwise by others or by another policy."""

import dataclasses
import json
from datetime import timedelta

import pytest

from luyue.domain.facts import Merchant, Needs, RiskWaiver, SampleOffer, Video
from luyue.domain.messages import Refusal
from luyue.domain.sample_request import SAMPLE_REQUEST
from luyue.domain.sample_request.messages import Approve, SampleRequestRejected
from luyue.journal.recordings import export, recordings
from luyue.journal.reports import ReportsInFile, ReportsInPostgres
from luyue.replay.journals import decide_again
from tests import eligible

KIND = SAMPLE_REQUEST


async def test_the_same_rules_decide_the_same(player, luyue):
    await player.fulfilled("sr_1")
    await player.cancelled_late("sr_2")
    await player.shipped("sr_3")
    await player.send("sr_3", "advance", by="PT180H")
    await player.pass_time("sr_3", timedelta(hours=400))
    await player.send("sr_4", "apply", creator_id="c1", product_id="unknown")
    await player.send("sr_5", "apply", creator_id="c1", product_id="p1")
    await player.send("sr_6", "apply", creator_id="c1", product_id="p1")
    result = await luyue("replay", "--database")
    assert result.exit_code == 0, result.output
    assert "6 journals decided again, 0 decisions come out otherwise" in result.output


async def test_decisions_are_made_on_the_facts_of_their_time(player, luyue):
    await player.fulfilled("sr_1")
    await player.report("sample-offer/p1", SampleOffer(offers_samples=False))
    await player.report("product/p1", eligible.product("m2"))
    await player.report("video/v1", Video(creator_id="c1", product_ids=("p1",), state="unpublished"))
    assert (await luyue("replay", "--database")).exit_code == 0


async def spoil_everything(player):
    """Reports after which nobody could apply any more: creator, product, and merchants old and new."""
    await player.report("creator/c1", eligible.CREATOR.model_copy(update={"followers": 999}))
    await player.report("merchant/m1", Merchant(shop_opened=False))
    await player.report("product/p1", eligible.product("m2").model_copy(update={"virtual": True}))
    await player.report("merchant/m2", Merchant(shop_opened=False))


async def test_applications_are_judged_again_on_the_facts_of_their_time(player, luyue):
    await player.send("sr_1", "apply", creator_id="c1", product_id="p1")
    await player.report("creator/c1", eligible.CREATOR.model_copy(update={"phone_bound": False}))
    await player.report("merchant/m1", eligible.MERCHANT.model_copy(update={"shop_opened": None}))
    assert (await player.send("sr_2", "apply", creator_id="c1", product_id="p1")).status == "REFUSED"
    await player.report("product/p1", eligible.product("m2"))
    assert (await player.send("sr_3", "apply", creator_id="c1", product_id="p1")).status == "REFUSED"
    await spoil_everything(player)
    result = await luyue("replay", "--database")
    assert result.exit_code == 0, result.output
    assert "3 journals decided again, 0 decisions come out otherwise" in result.output


@pytest.mark.parametrize("stream", ["creator/c1", "merchant/m1"])
async def test_an_exported_application_is_judged_again_without_a_database(player, luyue, tmp_path, stream):
    fact = {"creator/c1": eligible.CREATOR, "merchant/m1": eligible.MERCHANT}[stream]
    spoiled = {"creator/c1": {"followers": 1}, "merchant/m1": {"shop_opened": False}}[stream]
    await player.send("sr_1", "apply", creator_id="c1", product_id="p1")
    await player.report(stream, fact.model_copy(update=spoiled))
    await player.send("sr_2", "apply", creator_id="c1", product_id="p1")
    await player.report(stream, fact)
    for id in ("sr_1", "sr_2"):
        (tmp_path / f"{id}.json").write_text((await luyue("replay", "--export", id)).output)
    result = await luyue("replay", "--journals", str(tmp_path), LUYUE_DATABASE_URL="")
    assert result.exit_code == 0, result.output
    assert "2 journals decided again, 0 decisions come out otherwise" in result.output


async def test_breaches_are_those_on_the_record_then(player, luyue):
    await player.report("creator/c1", eligible.CREATOR.model_copy(update={"disputes_lost": 1}))
    await player.report("product/p2", eligible.product())
    await player.report("sample-offer/p2", eligible.OFFER)
    for number in (1, 2):
        await player.breached(f"sr_{number}")
    assert (await player.send("sr_3", "apply", creator_id="c1", product_id="p2")).status == "REFUSED"
    await player.report("risk-waiver/c1", RiskWaiver(waived=True, reason="reviewed"))
    assert (await player.send("sr_4", "apply", creator_id="c1", product_id="p2")).status == "PENDING"
    await player.send("sr_1", "reinstate", reason={"id": "note-1", "digest": "d"})
    result = await luyue("replay", "--database")
    assert result.exit_code == 0, result.output
    assert "4 journals decided again, 0 decisions come out otherwise" in result.output


async def test_breaches_that_were_only_counted_decide_the_same(player, luyue, tamper):
    """Events from before what is on record was named."""
    await player.report("product/p2", eligible.product())
    await player.report("sample-offer/p2", eligible.OFFER)
    await player.breached("sr_1")
    await player.send("sr_2", "apply", creator_id="c1", product_id="p2")
    entries = "{evaluation,checks,2,observed,reasons,0,entries}"
    await tamper(
        f"update events set seen = seen - 'record' || '{{\"breaches\": 1}}', data = data #- '{entries}'"
        f" where stream = 'sample-request/sr_2' and data #> '{entries}' is not null"
    )
    result = await luyue("replay", "--database")
    assert result.exit_code == 0, result.output
    assert "2 journals decided again, 0 decisions come out otherwise" in result.output
    await tamper("update events set seen = seen - 'breaches' where stream = 'sample-request/sr_2'")
    assert "1 decisions come out otherwise" in (await luyue("replay", "--database")).output


async def test_a_merchant_reported_only_later_was_not_known_then(player, luyue):
    await player.report("product/p1", eligible.product("m2"))
    assert (await player.send("sr_1", "apply", creator_id="c1", product_id="p1")).status == "REFUSED"
    await player.report("merchant/m2", eligible.MERCHANT)
    result = await luyue("replay", "--database")
    assert result.exit_code == 0, result.output


async def test_an_exported_journal_needs_no_database(player, luyue, tmp_path):
    await player.fulfilled("sr_1")
    await player.report("video/v1", Video(creator_id="c1", product_ids=("p1",), state="unpublished"))
    exported = await luyue("replay", "--export", "sr_1")
    assert exported.exit_code == 0
    file = tmp_path / "fulfilled.json"
    file.write_text(exported.output)
    result = await luyue("replay", "--journals", str(tmp_path), LUYUE_DATABASE_URL="")
    assert result.exit_code == 0, result.output
    assert "1 journals decided again, 0 decisions come out otherwise" in result.output
    assert "unpublished" not in exported.output


async def test_an_unknown_process_cannot_be_exported(player, luyue):
    result = await luyue("replay", "--export", "sr_9")
    assert result.exit_code == 1
    assert "There is no sample-request/sr_9" in result.output


async def test_a_changed_rule_shows_what_comes_out_otherwise(player, journal):
    await player.fulfilled("sr_1")
    await player.shipped("sr_2")

    def refuses_approval(state, command, facts, policy, at):
        if isinstance(command, Approve) and state.creator_id == "c1":
            return [SampleRequestRejected(reason="other", note=None)]
        return KIND.decide(state, command, facts, policy, at)

    changed = dataclasses.replace(KIND, decide=refuses_approval)
    found = [
        one
        async for recording in recordings(journal)
        for one in await decide_again(changed, recording, ReportsInPostgres(journal.pool))
    ]
    assert [(one.stream, one.version) for one in found] == [("sample-request/sr_1", 2), ("sample-request/sr_2", 2)]
    assert found[0].recorded.startswith("SampleRequestApproved(")
    assert found[0].today.startswith("SampleRequestRejected(reason=other)")


async def test_a_rule_that_refuses_today_is_shown(player, journal):
    await player.shipped("sr_1")

    def refuses(state, command, facts, policy, at):
        if isinstance(command, Approve):
            raise Refusal.of("rule", "SR-99", zh="不", en="not any more")
        return KIND.decide(state, command, facts, policy, at)

    recording = await export(journal, "sample-request/sr_1")
    [one] = await decide_again(dataclasses.replace(KIND, decide=refuses), recording, ReportsInFile(recording.reports))
    assert one.today == "approve is refused: SR-99: not any more"


async def test_a_rule_that_needs_more_facts_gets_those_recorded_by_then(player, journal):
    await player.report("sample-offer/p2", SampleOffer(offers_samples=True))
    await player.shipped("sr_1")
    await player.report("sample-offer/p2", SampleOffer(offers_samples=False))
    offers = []

    def needs(state, command):
        return Needs(streams=("sample-offer/p2",)) if isinstance(command, Approve) else KIND.needs(state, command)

    def decide(state, command, facts, policy, at):
        if isinstance(command, Approve):
            offers.append(facts.known("sample-offer/p2", SampleOffer).offers_samples)
        return KIND.decide(state, command, facts, policy, at)

    [recording] = [one async for one in recordings(journal)]
    changed = dataclasses.replace(KIND, needs=needs, decide=decide)
    assert await decide_again(changed, recording, ReportsInPostgres(journal.pool)) == []
    assert offers == [True]


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ({"approval_window": "PT1S", "due_soon": "PT0S"}, "before it approval_window is due at "),
        ({"shipping_cutoff": "PT200H"}, "a warning of shipping_cutoff is due at "),
        ({"shipping_due": "PT120H"}, "a warning of shipping_cutoff is due at "),
    ],
)
async def test_what_if_another_policy_had_been_in_force(player, luyue, tmp_path, parameters, expected):
    await player.send("sr_1", "apply", creator_id="c1", product_id="p1")
    await player.pass_time("sr_1", timedelta(seconds=2))
    await player.send("sr_1", "approve")
    await player.pass_time("sr_1", timedelta(hours=121))
    policy = tmp_path / "policy.json"
    policy.write_text(json.dumps(parameters))
    result = await luyue("replay", "--database", "--what-if", str(policy))
    assert result.exit_code == 0, result.output
    assert f"what if: {expected}" in result.output


async def test_what_if_the_bar_were_higher_shows_only_who_would_not_have_passed_it(player, luyue, tmp_path):
    await player.report("creator/c2", eligible.CREATOR.model_copy(update={"followers": 2000}))
    await player.send("sr_1", "apply", creator_id="c1", product_id="p1")
    await player.send("sr_2", "apply", creator_id="c2", product_id="p1")
    policy = tmp_path / "policy.json"
    policy.write_text('{"cart_minimum_followers": 2000}')
    result = await luyue("replay", "--database", "--what-if", str(policy))
    assert "2 journals decided again, 1 decisions come out otherwise" in result.output
    assert "sample-request/sr_1  version 1" in result.output
    assert "what if: SampleRequestRefused(" in result.output
    assert "evaluation=" not in result.output


async def test_an_evaluation_that_comes_out_otherwise_is_shown(player, luyue, tamper):
    await player.send("sr_1", "apply", creator_id="c1", product_id="p1")
    await tamper("update events set data = data - 'evaluation' where stream = 'sample-request/sr_1'")
    result = await luyue("replay", "--database")
    assert result.exit_code == 1
    assert "now: SampleRequested(" in result.output
    assert "evaluation={" in result.output


async def test_parameters_that_no_policy_has_are_refused(player, luyue, tmp_path):
    policy = tmp_path / "policy.json"
    policy.write_text('{"approval": "PT1H"}')
    result = await luyue("replay", "--database", "--what-if", str(policy))
    assert result.exit_code == 1
    assert "holds no parameters of a policy" in result.output


async def test_nothing_to_replay_is_an_error(luyue, tmp_path):
    assert (await luyue("replay")).exit_code == 2
    assert (await luyue("replay", "--journals", str(tmp_path))).exit_code == 1
    assert (await luyue("replay", "--histories", str(tmp_path))).exit_code == 1
