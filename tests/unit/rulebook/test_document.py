"""The page made from the rulebook: what it says of each rule and of each parameter."""

import re
from dataclasses import replace

import pytest

from luyue.domain.carts import way_of_adding
from luyue.domain.facts import NOTHING_KNOWN
from luyue.domain.messages import Text
from luyue.domain.policy import DEFAULT_POLICY, Policy
from luyue.domain.rulebook.beside import BESIDE
from luyue.domain.rulebook.beside_rule import RuleBeside
from luyue.domain.rulebook.document import SOURCES, rules_document
from luyue.domain.rulebook.rule import Rule, RuleSet, always, fact
from luyue.domain.sample_request.application import evaluate
from luyue.domain.sample_request.messages import Apply
from tests.unit.rulebook.rule_checks import NOON

RULE = Rule(
    id="CE-06.deposit",
    title=Text(zh="保证金充足", en="The deposit is high enough"),
    message=Text(zh="不足", en="too low"),
    remedy=Text(zh="补足", en="top up"),
    source="001",
    reads=("merchant.buyer_protection_deposit", "merchant.trade_medal"),
    parameters=("buyer_protection_minimum", "campaign_categories"),
    observed=fact("merchant.buyer_protection_deposit"),
    required=always(True),
    holds=lambda observed, required: True,
)
BARE = replace(RULE, id="SR-03", reads=(), parameters=(), source="000")


def page(*rules: Rule, policy: Policy = DEFAULT_POLICY) -> list[str]:
    title = Text(zh="报名", en="Entering")
    entering = RuleSet(name="entering", title=title, rules=rules)
    return rules_document([entering], policy, {"SR-01": ["tests/test_one.py"]}).splitlines()


def test_a_set_is_a_section_with_its_title_in_both_languages() -> None:
    lines = page(RULE)
    section = lines.index("## Entering · 报名")
    assert lines[section + 1 : section + 6] == [
        "",
        "The set `entering`.",
        "",
        "| ID | Rule | 规则 | Applies to | Parameters and defaults | Facts needed | Facts used if known | Source |",
        "|---|---|---|---|---|---|---|---|",
    ]


def test_a_rule_has_its_parameters_with_defaults_its_facts_and_its_source() -> None:
    assert (
        "| CE-06.deposit | The deposit is high enough | 保证金充足 | – "
        '| `buyer_protection_minimum` = `"3000.00"`<br>'
        "`campaign_categories` = 38 entries, from `office_and_culture` to `new_energy` "
        "| `merchant.buyer_protection_deposit`<br>`merchant.trade_medal` | – | 001 |"
    ) in page(RULE)


def test_a_rule_without_parameters_and_facts_says_so() -> None:
    assert "| SR-03 | The deposit is high enough | 保证金充足 | – | – | – | – | 000 |" in page(BARE)


def test_facts_that_a_rule_can_do_without_are_listed_apart() -> None:
    rule = replace(BARE, reads_one_of=("product.title", "product.source"), reads_if_known=("at", "record"))
    assert (
        "| SR-03 | The deposit is high enough | 保证金充足 | – | – | `product.title` or `product.source` "
        "| `at`<br>`record` | 000 |"
    ) in page(rule)


def test_when_a_rule_applies_is_told_in_both_languages() -> None:
    rule = replace(BARE, applies_when=Text(zh="仅淘宝商品", en="Taobao products only"))
    assert (
        "| SR-03 | The deposit is high enough | 保证金充足 | Taobao products only · 仅淘宝商品 | – | – | – | 000 |"
    ) in page(rule)


def test_facts_that_only_this_policy_asks_for_are_needed_too() -> None:
    rule = replace(BARE, reads_under=lambda policy: ("product.virtual",) if policy.grant_all else ())
    assert "| SR-03 | The deposit is high enough | 保证金充足 | – | – | `product.virtual` | – | 000 |" in page(rule)
    optional = replace(rule, reads_if_known=("at", "product.virtual"))
    assert "| SR-03 | The deposit is high enough | 保证金充足 | – | – | `product.virtual` | `at` | 000 |" in page(
        optional
    )


def test_rules_applied_outside_the_sets_have_a_section_of_their_own() -> None:
    lines = page(RULE)
    start = lines.index("## Rules applied outside the sets · 在规则集之外执行的规则")
    table = lines[start : lines.index("## Other parameters of the policy")]
    assert "| ID | Rule | 规则 | Parameters and defaults | Where it is applied | 适用之处 | Source |" in table
    assert (
        "| CA-06 | A video carries no more products than allowed | 视频添加的商品不超过允许的件数 "
        "| `products_a_video` = `7` | When a video is reported | 上报视频时 | 002 |"
    ) in table
    assert [line.split(" ")[1] for line in table if line.startswith(("| SR-", "| CA-"))] == [
        "SR-01.not_banned",
        "SR-02.not_delisted",
        "SR-04",
        "SR-16",
        "CA-03",
        "CA-04.added_by",
        "CA-06",
        "CA-07",
        "CA-08",
        "CA-09",
        "CA-10",
    ]


@pytest.mark.parametrize("rule", BESIDE, ids=lambda rule: rule.id)
def test_a_rule_beside_the_sets_is_fit_to_be_shown(rule: RuleBeside) -> None:
    for text in (rule.title, rule.applied):
        assert re.search(r"[\u4e00-\u9fff]", text.zh)
        assert re.search(r"[A-Za-z]{2}", text.en)
        assert not re.search(r"[\u4e00-\u9fff]", text.en)
    assert (
        rule.source
        == {"SR": "000", "MA": "003", "CA": "002", "CE": "001", "CO": "004", "IX": "003", "SH": "003"}[rule.id[:2]]
    )
    assert set(rule.parameters) <= set(Policy.model_fields)


def test_ca_04_sr_16_what_is_shown_is_what_is_answered() -> None:
    titles = {rule.id: rule.title for rule in BESIDE}
    assert way_of_adding("search", None).message == titles["CA-04.added_by"]
    applying = Apply(creator_id="c1", product_id="p1")
    checks = evaluate(applying, NOTHING_KNOWN, DEFAULT_POLICY, NOON).checks
    assert checks[-1].message == titles[checks[-1].rule] == titles["SR-16"]


def test_the_defaults_are_those_of_the_policy_given() -> None:
    policy = DEFAULT_POLICY.model_copy(update={"campaign_categories": tuple(f"c{number}" for number in range(12))})
    (line,) = (line for line in page(RULE, policy=policy) if line.startswith("| CE-06.deposit"))
    assert '`campaign_categories` = `["c0", "c1",' in line
    policy = DEFAULT_POLICY.model_copy(update={"campaign_categories": tuple(f"c{number}" for number in range(13))})
    (line,) = (line for line in page(RULE, policy=policy) if line.startswith("| CE-06.deposit"))
    assert "`campaign_categories` = 13 entries, from `c0` to `c12`" in line


def test_parameters_that_no_rule_reads_have_a_table_of_their_own() -> None:
    lines = page(RULE)
    table = lines[lines.index("## Other parameters of the policy") :]
    assert table[4:6] == ["| Parameter | Default | Rules | Meaning |", "|---|---|---|---|"]
    assert '| `approval_window` | `"PT48H"` | SR-06 | – |' in table
    assert "| `no_reason_return_minimum` | `7` | CE-05 | In days. |" in table
    assert '| `fact_grace` | `"PT1H"` | SR-14 | How long reports of what happened in time may take. |' in table
    assert [line for line in table if "due_soon" in line] == [
        '| `due_soon` | `"PT6H"` | – | How long before an automatic transition both sides are warned; zero: never. |'
    ]
    named = {line.split("`")[1] for line in table if line.startswith("| `")}
    beside = {name for rule in BESIDE for name in rule.parameters}
    assert named == set(Policy.model_fields) - {"version", *RULE.parameters} - beside


def test_a_parameter_of_two_rules_names_both() -> None:
    (line,) = (line for line in page(BARE) if line.startswith("| `campaign_categories`"))
    assert line.endswith("| CE-05, CE-06 | Codes of the categories admitted. |")


def test_every_source_is_listed() -> None:
    lines = page(RULE)
    start = lines.index("Sources:")
    assert lines[start + 1 : start + 2 + len(SOURCES)] == [
        "",
        *(f"- {number}: {name}" for number, name in SOURCES.items()),
    ]


def test_a_rule_of_an_unknown_source_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^CE-06\.deposit: its source '009' is none of 000, 001, 002, 003, 004$"):
        page(replace(RULE, source="009"))


def test_names_in_chinese_are_shown_as_they_are() -> None:
    policy = DEFAULT_POLICY.model_copy(update={"blocked_taobao_categories": ("女装",)})
    (line,) = (line for line in page(RULE, policy=policy) if line.startswith("| `blocked_taobao_categories`"))
    assert '`["女装"]`' in line


def test_every_rule_of_the_catalogue_is_listed_with_its_tests() -> None:
    assert "| SR-01 | `tests/test_one.py` |" in page()
