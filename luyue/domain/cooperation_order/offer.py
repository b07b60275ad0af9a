"""Whether terms can be offered (CO-01): parties and products known, the creator able to share, the terms sensible."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any, cast, get_args

from luyue.domain.cooperation_order import messages as m
from luyue.domain.cooperation_order.agreement import OfferedProduct, PromisedProduct, Terms
from luyue.domain.evaluation import Check, Evaluation
from luyue.domain.facts import CartAccess, Creator, Facts, Merchant, Needs, Product, closing_claim
from luyue.domain.messages import Event, Refusal, Text
from luyue.domain.policy import Policy
from luyue.domain.promotion import Form
from luyue.domain.rulebook import cases, closing, creators
from luyue.domain.rulebook.beside import BESIDE
from luyue.domain.rulebook.case import Case
from luyue.domain.rulebook.rule import Rule
from luyue.domain.shared_messages import HORIZON

NEWER = frozenset({closing.ID})
"""Rules that evaluations on record do not have yet."""

_CHOOSE_ANOTHER = Text(zh="请在达人广场选择其他创作者。", en="Choose another creator from the directory.")


def _of_the_creator(rule: Rule, id: str) -> Rule:
    """A rule on creators in words for the merchant, who reads them here."""
    message = Text(
        zh=f"该创作者未满足:{rule.title.zh}。", en=f"The creator does not meet this condition: {rule.title.en}."
    )
    return replace(rule, id=id, message=message, remedy=_CHOOSE_ANOTHER)


SHARING_RIGHT = _of_the_creator(creators.SHARING_RIGHT, "CO-01.sharing_right")
CART_BAR = tuple(_of_the_creator(rule, rule.id) for rule in creators.CART_BAR)
"""SR-05: without an admission on record, what admission takes is asked for."""

_TITLES = {rule.id: rule.title for rule in BESIDE}


def needs(command: m.Propose) -> Needs:
    """The facts on both parties and on every product, and whether the merchant's shop is closing."""
    products = dict.fromkeys(f"product/{one.product_id}" for one in command.products)
    of_creator = (f"creator/{command.creator_id}", f"cart-access/{command.creator_id}")
    streams = (*of_creator, f"merchant/{command.merchant_id}", *products)
    return Needs(streams=streams, claim_prefixes=(closing_claim(command.merchant_id),))


def propose(command: m.Propose, facts: Facts, policy: Policy, at: datetime) -> Event:
    """The offer; raises `Refusal` with everything that is wrong with it."""
    evaluation = evaluate(command, facts, policy, at)
    if not evaluation.eligible:
        raise Refusal("rule", evaluation.violations())
    products = tuple(PromisedProduct(**one.model_dump()) for one in command.products)
    terms = Terms(
        form=cast(Form, command.form),
        products=products,
        advertising=command.advertising,
        latest_broadcast_at=command.latest_broadcast_at,
        note=command.note,
    )
    return m.OrderProposed(
        merchant_id=command.merchant_id,
        creator_id=command.creator_id,
        terms=terms,
        policy_version=policy.version,
        evaluation=evaluation.kept(NEWER),
    )


def evaluate(command: m.Propose, facts: Facts, policy: Policy, at: datetime) -> Evaluation:
    """Every rule's verdict on an offer made at a moment, given the facts that `needs` names."""
    return Evaluation(
        rules="cooperation-order",
        policy_version=policy.version,
        checks=tuple(_checks(command, facts, policy, at)),
        facts=cases.versions(needs(command), facts),
    )


def _checks(command: m.Propose, facts: Facts, policy: Policy, at: datetime) -> Iterable[Check]:
    yield from _parties(command, facts, policy, at)
    forms = list(get_args(Form))
    yield _check(
        "CO-01.form",
        command.form in forms,
        command.form,
        forms,
    )
    yield from _products(command, facts, policy)
    rates = {one.product_id: f"{one.commission_rate:f}" for one in command.products if not _is_share(one)}
    yield _check(
        "CO-01.commission",
        not rates,
        rates,
        {"at_least": "0", "at_most": "1"},
    )
    latest = command.latest_broadcast_at
    yield _check(
        "CO-01.latest_broadcast",
        at < latest <= at + HORIZON,
        latest.isoformat(),
        {"later_than": at.isoformat(), "at_most": (at + HORIZON).isoformat()},
    )


def _parties(command: m.Propose, facts: Facts, policy: Policy, at: datetime) -> Iterable[Check]:
    creator = facts.known(f"creator/{command.creator_id}", Creator)
    merchant = facts.known(f"merchant/{command.merchant_id}", Merchant)
    yield _check("CO-01.known_merchant", merchant is not None, merchant is not None, True)
    yield _check("CO-01.known_creator", creator is not None, creator is not None, True)
    yield closing.not_closing(
        command.merchant_id,
        facts,
        Text(
            zh="您的店铺正在关闭或已关闭,不能发起新的合作订单。",
            en="Your shop is closing or closed: it can offer no more orders.",
        ),
        Text(
            zh="闭店期间请完成已有的申请和订单。",
            en="Finish the requests and orders that are open.",
        ),
    )
    access = facts.known(f"cart-access/{command.creator_id}", CartAccess)
    form = cast(Form, command.form) if command.form in get_args(Form) else None
    case = Case(at=at, creator=creator, cart_access=access, merchant=merchant, promotion_form=form)
    if access is not None:
        yield SHARING_RIGHT.check(case, policy)
    elif creator is not None:
        yield from (rule.check(case, policy) for rule in CART_BAR)


def check_the_shop_stays_open(merchant_id: str, facts: Facts) -> None:
    """IX-28: raises `Refusal` where an offer would only now become an obligation."""
    closing.refuse_if_closing(
        merchant_id,
        facts,
        Text(
            zh="商家的店铺正在关闭或已关闭,该合作邀约不能再接受。",
            en="The merchant's shop is closing or closed: its offers can't be accepted any more.",
        ),
        Text(zh="请拒绝该邀约,或等待其失效。", en="Decline the offer, or let it expire."),
    )


def _products(command: m.Propose, facts: Facts, policy: Policy) -> Iterable[Check]:
    ids = [one.product_id for one in command.products]
    yield _check(
        "CO-01.number_of_products",
        1 <= len(ids) <= policy.products_an_order,
        len(ids),
        {"at_least": 1, "at_most": policy.products_an_order},
    )
    repeated = sorted({id for id in ids if ids.count(id) > 1})
    yield _check("CO-01.products_once", not repeated, repeated, [])
    known = {id: facts.known(f"product/{id}", Product) for id in ids}
    unknown = [id for id, product in known.items() if product is None]
    yield _check("CO-01.known_products", not unknown, unknown, [])
    foreign = [id for id, product in known.items() if product and product.merchant_id != command.merchant_id]
    yield _check("CO-01.own_products", not foreign, foreign, [])


def _is_share(product: OfferedProduct) -> bool:
    rate = product.commission_rate
    return not rate.is_signed() and rate <= 1


def _check(rule: str, passed: bool, observed: Any, required: Any) -> Check:
    """A verdict; where it is no, the title says what is wanted and `observed` what is wrong."""
    title = _TITLES[rule]
    message = title if passed else Text(zh=f"{title.zh}。", en=f"{title.en}: this offer does not meet that.")
    return Check(rule=rule, passed=passed, observed=observed, required=required, message=message)
