"""Whether a creator may ask for a sample: the rule set for sample requests (SR-01 to SR-05), and what hangs on more."""

from collections.abc import Iterable
from datetime import datetime

from luyue.domain import alliance
from luyue.domain.evaluation import Check, Evaluation
from luyue.domain.facts import Creator, Delisting, Facts, Needs, Product, closing_claim
from luyue.domain.messages import Event, Text
from luyue.domain.policy import Policy
from luyue.domain.rulebook import cases, closing, sets
from luyue.domain.rulebook.beside import BESIDE
from luyue.domain.sample_request import messages as m
from luyue.domain.sample_request.state import SampleRequest, open_claim

NEWER = frozenset({"SR-01.not_banned", "SR-02.not_delisted", closing.ID})
"""Rules that evaluations on record do not have yet."""

_TITLES = {rule.id: rule.title for rule in BESIDE}
_CHOOSE_ANOTHER = Text(zh="请选择其他商品申请样品。", en="Choose another product to request a sample of.")


def needs(command: m.Apply) -> Needs:
    """The facts on creator, product and merchant, the creator's record, and whether a request is open (SR-16)."""
    asked = cases.needs(creator_id=command.creator_id, product_id=command.product_id)
    streams = (*asked.streams, f"delisting/{command.product_id}")
    return asked.model_copy(update={"streams": streams, "claim_prefixes": (open_claim(command),)})


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
            evaluation=evaluation.kept(NEWER),
        )
    return m.SampleRequested(
        creator_id=command.creator_id,
        merchant_id=product.merchant_id,
        product_id=command.product_id,
        promotion_form=command.promotion_form,
        contact_id=command.contact_id,
        note=command.note,
        policy_version=policy.version,
        evaluation=evaluation.kept(NEWER),
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
    asked = cases.needs(creator_id=command.creator_id, product_id=command.product_id)
    evaluation = sets.SAMPLE_REQUEST.evaluate(case, policy, cases.versions(asked, facts))
    return evaluation.model_copy(update={"checks": (*evaluation.checks, *_beside(command, facts))})


def _beside(command: m.Apply, facts: Facts) -> Iterable[Check]:
    creator = facts.known(f"creator/{command.creator_id}", Creator)
    yield _check(
        "SR-01.not_banned",
        {"banned": alliance.is_banned(creator, None)},
        {"banned": False},
        Text(
            zh="您的账号已被平台封禁,不能申请样品。",
            en="The platform has banned your account: it cannot request samples.",
        ),
        Text(zh="如有异议,请联系平台复核。", en="If that is wrong, ask the platform for a review."),
    )
    delisting = facts.known(f"delisting/{command.product_id}", Delisting)
    yield _check(
        "SR-02.not_delisted",
        {"delisted": alliance.unavailable(None, delisting)},
        {"delisted": False},
        Text(zh="该商品已被下架。", en="The product is delisted."),
        _CHOOSE_ANOTHER,
    )
    product = facts.known(f"product/{command.product_id}", Product)
    yield closing.not_closing(
        product.merchant_id if product is not None else None,
        facts,
        Text(
            zh="该商品的商家正在关闭或已关闭店铺,不再接受样品申请。",
            en="The shop of the product's merchant is closing or closed: it takes no more sample requests.",
        ),
        _CHOOSE_ANOTHER,
    )
    yield _no_other_is_open(command, facts)


def approval_needs(state: SampleRequest) -> Needs:
    """Whether the merchant's shop is closing."""
    assert state.merchant_id is not None, "only what was requested is approved"
    return Needs(claim_prefixes=(closing_claim(state.merchant_id),))


def approve(state: SampleRequest, command: m.Approve, facts: Facts) -> Event:
    """IX-28: a request becomes an obligation of the merchant's only now; raises `Refusal` where its shop is closing."""
    assert state.merchant_id is not None, "only what was requested is approved"
    closing.refuse_if_closing(
        state.merchant_id,
        facts,
        Text(
            zh="您的店铺正在关闭或已关闭,不能再通过样品申请。",
            en="Your shop is closing or closed: it can approve no more sample requests.",
        ),
        Text(zh="请拒绝该申请,或等待其超时关闭。", en="Reject the request, or let it lapse."),
    )
    return m.SampleRequestApproved(note=command.note)


def _check(rule: str, observed: dict[str, bool], required: dict[str, bool], message: Text, remedy: Text) -> Check:
    if observed == required:
        return Check(rule=rule, passed=True, observed=observed, required=required, message=_TITLES[rule])
    return Check(rule=rule, passed=False, observed=observed, required=required, message=message, remedy=remedy)


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
