"""The rulebook as a page for people: every rule by its set, and every other parameter of the policy, in Markdown."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence

from luyue.domain.policy import Policy
from luyue.domain.rulebook.beside import BESIDE
from luyue.domain.rulebook.beside_rule import RuleBeside
from luyue.domain.rulebook.rule import Rule, RuleSet

SOURCES: Mapping[str, str] = {
    "000": "000_0eb25100de316780.txt, on samples of the alliance's products",
    "001": "001_324a73696f288fbb.txt, on entering a sales campaign",
    "002": "002_a14ff54ea7c4ae32.txt, on carts and the sources of products",
    "003": "003_fe12249ae8c1ccf5.txt, on running a shop: shipping, arbitration, deposits, invoices",
    "004": "004_60c5142180b38467.txt, on cooperation orders between merchants and creators",
}
"""The documents that demand the rules."""

LONGEST_LIST = 12
NOTHING = "–"

_CATALOGUE_ID = re.compile(r"[A-Z]{2}-[0-9]{2}")
_LEADING_IDS = re.compile(rf"^{_CATALOGUE_ID.pattern}(, {_CATALOGUE_ID.pattern})*(: |, |$)")


def rules_document(sets: Iterable[RuleSet], policy: Policy, tests: Mapping[str, Sequence[str]]) -> str:
    """The whole page; the defaults in it are those of `policy`, and `tests` are the files of tests by catalogue ID."""
    sets = tuple(sets)
    defaults = policy.model_dump(mode="json")
    in_rules = {name for rules in sets for rule in rules.rules for name in rule.parameters}
    in_rules |= {name for rule in BESIDE for name in rule.parameters}
    sections = [
        "# Rules and parameters",
        "Made from the code by `make rules`: not to be edited. A set of rules is always evaluated whole. A rule fails\n"
        "where a fact that it needs was not reported, and passes where it does not apply. An ID begins with that of\n"
        "the rule catalogue. The defaults are those of the shipped policy; ops may add versions with others, and a\n"
        "campaign may have its own categories, regions and parameters.",
        "\n".join(["Sources:", "", *(f"- {number}: {document}" for number, document in SOURCES.items())]),
        *(_set_section(rules, policy, defaults) for rules in sets),
        _beside_section(defaults),
        _parameters_section(policy, {name: defaults[name] for name in defaults if name not in in_rules}),
        _tests_section(tests),
    ]
    return "\n\n".join(sections) + "\n"


def _set_section(rules: RuleSet, policy: Policy, defaults: Mapping[str, object]) -> str:
    return "\n".join(
        [
            f"## {rules.title.en} · {rules.title.zh}",
            "",
            f"The set `{rules.name}`.",
            "",
            *_table(
                "ID",
                "Rule",
                "规则",
                "Applies to",
                "Parameters and defaults",
                "Facts needed",
                "Facts used if known",
                "Source",
            ),
            *(_row(*_rule_cells(rule, policy, defaults)) for rule in rules.rules),
        ]
    )


def _rule_cells(rule: Rule, policy: Policy, defaults: Mapping[str, object]) -> Iterable[str]:
    if rule.source not in SOURCES:
        raise ValueError(f"{rule.id}: its source {rule.source!r} is none of {', '.join(SOURCES)}")
    needed = rule.reads + rule.reads_under(policy)
    one_of = (" or ".join(_code(rule.reads_one_of)),) if rule.reads_one_of else ()
    return (
        rule.id,
        rule.title.en,
        rule.title.zh,
        f"{rule.applies_when.en} · {rule.applies_when.zh}" if rule.applies_when else NOTHING,
        _parameters(rule.parameters, defaults),
        _lines((*_code(needed), *one_of)),
        _lines(_code(path for path in rule.reads_if_known if path not in needed)),
        rule.source,
    )


def _beside_section(defaults: Mapping[str, object]) -> str:
    return "\n".join(
        [
            "## Rules applied outside the sets · 在规则集之外执行的规则",
            "",
            "They hang on more than facts, or answer a question instead of refusing.",
            "",
            *_table("ID", "Rule", "规则", "Parameters and defaults", "Where it is applied", "适用之处", "Source"),
            *(_row(*_beside_cells(rule, defaults)) for rule in BESIDE),
        ]
    )


def _beside_cells(rule: RuleBeside, defaults: Mapping[str, object]) -> Iterable[str]:
    parameters = _parameters(rule.parameters, defaults)
    return rule.id, rule.title.en, rule.title.zh, parameters, rule.applied.en, rule.applied.zh, rule.source


def _parameters(names: Iterable[str], defaults: Mapping[str, object]) -> str:
    return _lines(f"`{name}` = {_default(defaults[name])}" for name in names)


def _code(paths: Iterable[str]) -> Iterable[str]:
    return (f"`{path}`" for path in paths)


def _lines(entries: Iterable[str]) -> str:
    return "<br>".join(entries) or NOTHING


def _parameters_section(policy: Policy, defaults: Mapping[str, object]) -> str:
    fields = type(policy).model_fields
    return "\n".join(
        [
            "## Other parameters of the policy",
            "",
            "Those that no rule above reads; deadlines are named after theirs.",
            "",
            *_table("Parameter", "Default", "Rules", "Meaning"),
            *(
                _row(f"`{name}`", _default(value), *_meaning(fields[name].description or ""))
                for name, value in defaults.items()
                if name != "version"
            ),
        ]
    )


def _tests_section(tests: Mapping[str, Sequence[str]]) -> str:
    return "\n".join(
        [
            "## The catalogue and its tests",
            "",
            "Every rule of the catalogue with the files of tests that name it: `SH-04`, or `sh_04` in a test's name.",
            "",
            *_table("ID", "Tests"),
            *(_row(id, _lines(_code(files))) for id, files in tests.items()),
        ]
    )


def _meaning(description: str) -> tuple[str, str]:
    """The catalogue's IDs that a parameter's description names, and what it says besides."""
    ids = dict.fromkeys(_CATALOGUE_ID.findall(description))
    words = " ".join(_LEADING_IDS.sub("", description).split())
    return ", ".join(ids) or NOTHING, words[:1].upper() + words[1:] or NOTHING


def _default(value: object) -> str:
    if isinstance(value, list) and len(value) > LONGEST_LIST:
        return f"{len(value)} entries, from `{value[0]}` to `{value[-1]}`"
    return "none" if value is None else f"`{json.dumps(value, ensure_ascii=False)}`"


def _table(*headings: str) -> list[str]:
    return [_row(*headings), "|" + "---|" * len(headings)]


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"
