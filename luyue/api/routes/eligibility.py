"""Who may take part, and why not: each rule of a set with what it saw and wanted. Asking does nothing."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Annotated, Any, Self

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel

from luyue.api.answers import answer
from luyue.api.context import Asked, Context
from luyue.api.problems import Problem, documented
from luyue.api.wording import Language, chosen
from luyue.domain.campaign_entry import registration
from luyue.domain.carts import SHOWCASE_CHANGE, any_right_left, way_of_adding
from luyue.domain.evaluation import Check, Evaluation
from luyue.domain.facts import Campaign, CartAccess, Facts, Needs, Product
from luyue.domain.facts.products import AddedBy
from luyue.domain.messages import Identifier
from luyue.domain.policy import Policy
from luyue.domain.promotion import Form
from luyue.domain.rulebook import cases
from luyue.domain.rulebook.sets import CART_ACCESS, SHOWCASE_PRODUCT
from luyue.domain.sample_request import application
from luyue.domain.sample_request.messages import Apply
from luyue.journal.gathering import gather
from luyue.journal.journal import Journal

router = APIRouter(prefix="/v1/eligibility", tags=["eligibility"])


class CheckAnswer(BaseModel):
    """What one rule said. `missing` names facts that it needs and that were not reported."""

    rule: str
    passed: bool
    observed: Any = None
    required: Any = None
    missing: Sequence[str] = ()
    message: str | None = None
    remedy: str | None = None

    @classmethod
    def of(cls, check: Check, language: Language) -> Self:
        """A check in one language."""
        return cls(
            **check.model_dump(exclude={"message", "remedy"}),
            message=getattr(check.message, language) if check.message else None,
            remedy=getattr(check.remedy, language) if check.remedy else None,
        )


class EligibilityAnswer(BaseModel):
    """Every rule that was looked at, passed ones too, and the policy's version that it was judged under."""

    eligible: bool
    policy_version: str
    checks: Sequence[CheckAnswer]


def checks_in(evaluations: Iterable[Evaluation], language: Language) -> list[CheckAnswer]:
    """The checks of evaluations, in order, in one language."""
    return [CheckAnswer.of(check, language) for evaluation in evaluations for check in evaluation.checks]


def language_of(asked: Context) -> Language:
    """The language that the caller wants to read."""
    return chosen(asked.request.headers.get("accept-language"))


def content_language(language: Language) -> dict[str, str]:
    """The header that says in which language an answer is."""
    return {"Content-Language": "zh-CN" if language == "zh" else "en"}


async def known_now(journal: Journal, needs: Needs) -> tuple[Facts, Policy, datetime]:
    """The facts that are needed, the policy in force, and the moment at which both were asked for."""
    now = datetime.now(UTC)
    # No process asks, so no stream's own claims are left out.
    return await gather(journal.pool, "", needs), await journal.policies.in_force(now), now


async def cart_access_now(journal: Journal, creator_id: str) -> tuple[Evaluation, Facts, Policy]:
    """CA-01 to CA-03: whether a creator may be admitted to cart access, or still has any of it."""
    needs = cases.needs(creator_id=creator_id)
    facts, policy, now = await known_now(journal, needs)
    case = cases.case(facts, now, creator_id=creator_id)
    evaluation = CART_ACCESS.evaluate(case, policy, cases.versions(needs, facts))
    access = facts.known(f"cart-access/{creator_id}", CartAccess)
    if access is not None:
        evaluation = _with(evaluation, any_right_left(access))
    return evaluation, facts, policy


async def showcase_now(journal: Journal, creator_id: str, product_id: str, added_by: AddedBy | None) -> Evaluation:
    """CA-03 to CA-05: whether a creator may add a product to the showcase, and in this way where one is named."""
    needs = cases.needs(creator_id=creator_id, product_id=product_id)
    facts, policy, now = await known_now(journal, needs)
    case = cases.case(facts, now, creator_id=creator_id, product_id=product_id)
    evaluation = SHOWCASE_PRODUCT.evaluate(case, policy, cases.versions(needs, facts))
    if added_by is None:
        return evaluation
    return _with(evaluation, way_of_adding(added_by, case.product.source if case.product is not None else None))


async def showcase_change_now(journal: Journal, creator_id: str) -> Evaluation:
    """CA-03: whether a creator may change how a product of the showcase is shown."""
    needs = cases.needs(creator_id=creator_id)
    facts, policy, now = await known_now(journal, needs)
    case = cases.case(facts, now, creator_id=creator_id)
    return SHOWCASE_CHANGE.evaluate(case, policy, cases.versions(needs, facts))


def _with(evaluation: Evaluation, check: Check) -> Evaluation:
    return evaluation.model_copy(update={"checks": (*evaluation.checks, check)})


def _shown(asked: Context, evaluation: Evaluation) -> Response:
    language = language_of(asked)
    content = EligibilityAnswer(
        eligible=evaluation.eligible,
        policy_version=evaluation.policy_version,
        checks=checks_in([evaluation], language),
    )
    return answer(content, 200, **content_language(language))


CreatorId = Annotated[Identifier, Query()]
ProductId = Annotated[Identifier, Query()]
MerchantId = Annotated[Identifier, Query()]


@router.get("/samples", response_model=EligibilityAnswer, responses=documented(401, 404, 422, 503))
async def samples(
    asked: Asked,
    creator_id: CreatorId,
    product_id: ProductId,
    promotion_form: Annotated[Form | None, Query()] = None,
) -> Response:
    """Whether a creator may apply for a sample of a product: the same results as applying has (SR-01 to SR-05, SR-16).

    To be asked by the creator, services and ops.
    """
    asked.check_own(creator_id=creator_id)
    command = Apply(creator_id=creator_id, product_id=product_id, promotion_form=promotion_form)
    facts, policy, now = await known_now(asked.journal, application.needs(command))
    return _shown(asked, application.evaluate(command, facts, policy, now))


@router.get("/cart-access", response_model=EligibilityAnswer, responses=documented(401, 404, 422, 503))
async def cart_access(asked: Asked, creator_id: CreatorId) -> Response:
    """Whether a creator may be admitted to cart access (CA-01, CA-02); one admitted before: has any right left (CA-03).

    To be asked by the creator, services and ops.
    """
    asked.check_own(creator_id=creator_id)
    evaluation, _, _ = await cart_access_now(asked.journal, creator_id)
    return _shown(asked, evaluation)


@router.get("/showcase", response_model=EligibilityAnswer, responses=documented(401, 404, 422, 503))
async def showcase(
    asked: Asked,
    creator_id: CreatorId,
    product_id: ProductId,
    added_by: Annotated[AddedBy | None, Query()] = None,
) -> Response:
    """Whether a creator may add a product to the showcase (CA-03 to CA-05), and in this way where one is named.

    To be asked by the creator, services and ops.
    """
    asked.check_own(creator_id=creator_id)
    return _shown(asked, await showcase_now(asked.journal, creator_id, product_id, added_by))


@router.get("/campaigns/{id}", response_model=EligibilityAnswer, responses=documented(401, 404, 422, 503))
async def campaigns(
    id: Identifier,
    asked: Asked,
    merchant_id: MerchantId,
    product_id: Annotated[Identifier | None, Query()] = None,
) -> Response:
    """Whether a merchant may register a product in a campaign: the same results as registering has (CE-01 to CE-06).

    Without a product the merchant alone is looked at. To be asked by the merchant, services and ops.
    """
    asked.check_own(merchant_id=merchant_id)
    needs = registration.needs(id, merchant_id, product_id)
    facts, policy, now = await known_now(asked.journal, needs)
    campaign = facts.known(f"campaign/{id}", Campaign)
    if campaign is None:
        raise Problem("not-found")
    product = facts.known(f"product/{product_id}", Product)
    if product is not None and product.merchant_id != merchant_id:
        raise Problem.of_field(
            "product_id",
            "字段 product_id 无效:该商品不属于商家 merchant_id",
            "product_id: the product is not of the merchant in merchant_id",
        )
    evaluation = registration.evaluate(
        campaign, facts, policy, now, campaign_id=id, merchant_id=merchant_id, product_id=product_id
    )
    return _shown(asked, evaluation)
