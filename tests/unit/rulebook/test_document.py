"""The page made from the rulebook: what it says of each rule and of each parameter."""

from dataclasses import replace

import pytest

from luyue.domain.messages import Text
from luyue.domain.policy import DEFAULT_POLICY, Policy
from luyue.domain.rulebook.document import SOURCES, rules_document
from luyue.domain.rulebook.rule import Rule, RuleSet, always, fact

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
    return rules_document([RuleSet(name="entering", title=title, rules=rules)], policy).splitlines()


def test_a_set_is_a_section_with_its_title_in_both_languages() -> None:
    lines = page(RULE)
    section = lines.index("## Entering · 报名")
    assert lines[section + 1 : section + 6] == [
        "",
        "The set `entering`.",
        "",
        "| ID | Rule | 规则 | Parameters and defaults | Facts needed | Source |",
        "|---|---|---|---|---|---|",
    ]


def test_a_rule_has_its_parameters_with_defaults_its_facts_and_its_source() -> None:
    assert (
        "| CE-06.deposit | The deposit is high enough | 保证金充足 "
        '| `buyer_protection_minimum` = `"3000.00"`<br>'
        "`campaign_categories` = 38 entries, from `office_and_culture` to `new_energy` "
        "| `merchant.buyer_protection_deposit`<br>`merchant.trade_medal` | 001 |"
    ) in page(RULE)


def test_a_rule_without_parameters_and_facts_says_so() -> None:
    assert "| SR-03 | The deposit is high enough | 保证金充足 | – | – | 000 |" in page(BARE)


def test_facts_that_only_this_policy_asks_for_are_needed_too() -> None:
    rule = replace(BARE, reads_under=lambda policy: ("product.virtual",) if policy.grant_all else ())
    assert "| SR-03 | The deposit is high enough | 保证金充足 | – | `product.virtual` | 000 |" in page(rule)


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
    assert (
        "| `grant_all` | `true` | CA-03 | Admission grants all three rights at once; otherwise the showcase alone. |"
        in table
    )
    (fee,) = (line for line in table if line.startswith("| `technical_service_fee`"))
    assert fee.startswith("| `technical_service_fee` | none | CA-08 | Of Taobao's and JD's commission;")
    assert [line for line in table if "due_soon" in line] == [
        '| `due_soon` | `"PT6H"` | – | How long before an automatic transition both sides are warned; zero: never. |'
    ]
    named = {line.split("`")[1] for line in table if line.startswith("| `")}
    assert named == set(Policy.model_fields) - {"version", *RULE.parameters}


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
    with pytest.raises(ValueError, match=r"^CE-06\.deposit: its source '009' is none of 000, 001, 002$"):
        page(replace(RULE, source="009"))


def test_names_in_chinese_are_shown_as_they_are() -> None:
    policy = DEFAULT_POLICY.model_copy(update={"blocked_taobao_categories": ("女装",)})
    (line,) = (line for line in page(RULE, policy=policy) if line.startswith("| `blocked_taobao_categories`"))
    assert '`["女装"]`' in line
