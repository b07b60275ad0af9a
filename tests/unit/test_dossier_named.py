"""What is found in events by its shape: rules and evidence."""

from luyue.domain.messages import Text
from luyue.domain.rulebook.titles import TITLES
from luyue.dossier.named import evidence_in, rules_in

CHECK = {"rule": "CE-01", "passed": True, "observed": 1, "required": {"at_least": 1}, "missing": [], "message": None}
RULE = next(iter(TITLES))


def test_every_rule_of_an_evaluation_with_what_it_said() -> None:
    failed = {**CHECK, "rule": RULE, "passed": False, "message": {"zh": "不行", "en": "No"}}
    found = rules_in([(1, {"evaluation": {"rules": "sample-request", "checks": [CHECK, failed]}}), (2, {"note": None})])
    assert [(one.rule, one.version, one.met, one.title) for one in found] == [
        ("CE-01", 1, True, TITLES.get("CE-01")),
        (RULE, 1, False, TITLES[RULE]),
    ]
    assert found[0].required == {"at_least": 1}
    assert found[1].message == Text(zh="不行", en="No")


def test_a_refusals_violations_are_rules_not_met_and_are_not_listed_twice() -> None:
    violation = {"rule": "SR-16", "message": {"zh": "不行", "en": "No"}, "observed": None, "policy_version": "v1"}
    failed = {**CHECK, "rule": "SR-16", "passed": False}
    both = rules_in(
        [(1, {"violations": [violation], "evaluation": {"checks": [failed]}}), (2, {"violations": [violation]})]
    )
    assert [(one.rule, one.version, one.met) for one in both] == [("SR-16", 1, False), ("SR-16", 2, False)]


def test_evidence_with_the_side_that_brought_it() -> None:
    pieces = [{"reference": "s3:/a", "sha256": "aa"}, {"reference": "s3:/b", "sha256": "bb"}]
    found = evidence_in(
        [
            (1, {"opened_by": "merchant", "evidence": pieces[:1]}),
            (2, {"by": "creator", "evidence": pieces}),
            (3, {"evidence": [{"reference": "no digest"}]}),
        ]
    )
    assert [(one.version, one.by, one.reference, one.sha256) for one in found] == [
        (1, "merchant", "s3:/a", "aa"),
        (2, "creator", "s3:/a", "aa"),
        (2, "creator", "s3:/b", "bb"),
    ]
