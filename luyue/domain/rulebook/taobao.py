"""What is wanted of a product of Taobao or Tmall, and of the shop that sells it (CA-05)."""

import operator
from collections.abc import Mapping
from typing import Any

from luyue.domain.categories import category_code
from luyue.domain.messages import Text
from luyue.domain.policy import Policy
from luyue.domain.rulebook.case import Case
from luyue.domain.rulebook.rule import Rule, always, fact, fact_at

_TIERS = ("heart", "diamond", "crown", "gold_crown")
_TAOBAO_ONLY = Text(zh="仅适用于淘宝、天猫商品", en="Taobao and Tmall products only")
_CHOOSE_ANOTHER = Text(zh="请选择其他店铺的商品。", en="Choose a product of another shop.")


def _is_taobao(case: Case) -> bool:
    return bool(fact_at(case, "product.source") == "taobao_tmall")


def _rank(level: str) -> tuple[int, int]:
    tier, _, grade = level.rpartition("_")
    return _TIERS.index(tier), int(grade)


def _is_higher(level: str, required: Mapping[str, str]) -> bool:
    return _rank(level) > _rank(required["above"])


def _category_that_matters(policy: Policy) -> tuple[str, ...]:
    # With nothing blocked, a category that is not known is no reason to refuse.
    return ("product.category",) if policy.blocked_taobao_categories else ()


def _category(case: Case, _policy: Policy) -> str | None:
    category: str | None = fact_at(case, "product.category")
    return category_code(category) if category is not None else None


def _blocked(_case: Case, policy: Policy) -> dict[str, tuple[str, ...]]:
    return {"none_of": tuple(category_code(name) for name in policy.blocked_taobao_categories)}


def _score(name: str, zh: str, en: str) -> Rule:
    """CA-05: one of the shop's three scores, strictly above its industry's average."""

    def average(case: Case, _policy: Policy) -> dict[str, Any]:
        return {"above": fact_at(case, f"product.shop_scores.{name}.industry_average")}

    return Rule(
        id=f"CA-05.{name}_score",
        title=Text(
            zh=f"淘宝店铺的{zh}评分高于行业平均", en=f"The Taobao shop's {en} score is above its industry's average"
        ),
        message=Text(
            zh=f"该淘宝店铺的{zh}评分不高于行业平均。",
            en=f"The Taobao shop's {en} score is not above its industry's average.",
        ),
        remedy=_CHOOSE_ANOTHER,
        source="002",
        reads=(f"product.shop_scores.{name}",),
        parameters=(),
        observed=fact(f"product.shop_scores.{name}.score"),
        required=average,
        holds=lambda score, required: score > required["above"],
        applies=_is_taobao,
        applies_when=_TAOBAO_ONLY,
        reads_if_known=("product.source",),
    )


TAOBAO_ALLIANCE = Rule(
    id="CA-05.taobao_alliance",
    title=Text(zh="商品已加入淘宝联盟", en="The product is in the Taobao alliance"),
    message=Text(zh="该商品未加入淘宝联盟。", en="The product is not in the Taobao alliance."),
    remedy=Text(
        zh="请先将商品加入淘宝联盟,或选择其他商品。",
        en="Have the product join the Taobao alliance first, or choose another one.",
    ),
    source="002",
    reads=("product.in_taobao_alliance",),
    parameters=(),
    observed=fact("product.in_taobao_alliance"),
    required=always(True),
    holds=operator.eq,
    applies=_is_taobao,
    applies_when=_TAOBAO_ONLY,
    reads_if_known=("product.source",),
)

SHOP_LEVEL = Rule(
    id="CA-05.shop_level",
    title=Text(zh="淘宝店铺等级高于最低等级", en="The Taobao shop's level is high enough"),
    message=Text(zh="该淘宝店铺的等级过低。", en="The Taobao shop's level is too low."),
    remedy=_CHOOSE_ANOTHER,
    source="002",
    reads=("product.shop_level",),
    parameters=("shop_level_above",),
    observed=fact("product.shop_level"),
    required=lambda _case, policy: {"above": policy.shop_level_above},
    holds=_is_higher,
    applies=_is_taobao,
    applies_when=_TAOBAO_ONLY,
    reads_if_known=("product.source",),
)

CATEGORY = Rule(
    id="CA-05.category",
    title=Text(zh="商品类目未被屏蔽", en="The product's category is not blocked"),
    message=Text(zh="该淘宝商品所属类目已被屏蔽。", en="The Taobao product is of a blocked category."),
    remedy=Text(zh="请选择其他类目的商品。", en="Choose a product of another category."),
    source="002",
    reads=(),
    parameters=("blocked_taobao_categories",),
    observed=_category,
    required=_blocked,
    holds=lambda category, required: category not in required["none_of"],
    applies=_is_taobao,
    applies_when=_TAOBAO_ONLY,
    reads_under=_category_that_matters,
    reads_if_known=("product.source", "product.category"),
)

TAOBAO = (
    TAOBAO_ALLIANCE,
    _score("description", "描述", "description"),
    _score("service", "服务", "service"),
    _score("logistics", "物流", "logistics"),
    SHOP_LEVEL,
    CATEGORY,
)
"""CA-05"""
