"""Whether a creator may ask for a sample: the rule set for sample requests (SR-01 to SR-05), and SR-16."""

from datetime import datetime

from luyue.domain.evaluation import Check, Evaluation
from luyue.domain.facts import Facts, Needs, Product
from luyue.domain.messages import Event, Text
from luyue.domain.policy import Policy
from luyue.domain.rulebook import cases, sets
from luyue.domain.sample_request import messages as m
from luyue.domain.sample_request.state import open_claim


def needs(command: m.Apply) -> Needs:
    """The facts on creator, product and merchant, the creator's record, and whether a request is open (SR-16)."""
    asked = cases.needs(creator_id=command.creator_id, product_id=command.product_id)
    return asked.model_copy(update={"claim_prefixes": (open_claim(command),)})


def apply(command: m.Apply, facts: Facts, policy: Policy, at: datetime) -> Event:
    """The request, or its refusal with every rule that was not met; either keeps the evaluation."""
    product = facts.known(f"product/{command.product_id}", Product)
    evaluation = evaluate(command, facts, policy, at)
    if not evaluation.eligible or product is None:
        return m.SampleRequestRefused(
            creator_id=command.creator_id,
            merchant_id=product.merchant_id if product else None,
            product_id=command.product_id,
            violations=evaluation.violations(),
            policy_version=policy.version,
            evaluation=evaluation.kept(),
        )
    return m.SampleRequested(
        creator_id=command.creator_id,
        merchant_id=product.merchant_id,
        product_id=command.product_id,
        promotion_form=command.promotion_form,
        contact_id=command.contact_id,
        note=command.note,
        policy_version=policy.version,
        evaluation=evaluation.kept(),
    )


def evaluate(command: m.Apply, facts: Facts, policy: Policy, at: datetime) -> Evaluation:
    """Every rule's verdict on an application made at a moment, given the facts that `needs` names."""
    case = cases.case(
        facts,
        at,
        creator_id=command.creator_id,
        product_id=command.product_id,
        promotion_form=command.promotion_form,
    )
    evaluation = sets.SAMPLE_REQUEST.evaluate(case, policy, cases.versions(needs(command), facts))
    return evaluation.model_copy(update={"checks": (*evaluation.checks, _no_other_is_open(command, facts))})


def _no_other_is_open(command: m.Apply, facts: Facts) -> Check:
    """SR-16, which reads claims: a rule of the rulebook reads facts only."""
    if open_claim(command) not in facts.claims:
        title = Text(zh="该商品没有其他进行中的样品申请", en="No other request for this product is open")
        return Check(rule="SR-16", passed=True, observed=0, required=0, message=title)
    return Check(
        rule="SR-16",
        passed=False,
        observed=1,
        required=0,
        message=Text(zh="您对该商品已有进行中的样品申请。", en="A request of yours for this product is still open."),
        remedy=Text(zh="请先完成或撤回该申请。", en="Finish or withdraw that request first."),
    )
