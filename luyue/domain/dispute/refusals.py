"""Why a dispute refuses a command: the rule's ID and the reason in both languages."""

from luyue.domain.dispute import messages as m
from luyue.domain.dispute import state as s
from luyue.domain.dispute.state import Dispute
from luyue.domain.messages import Command, Refusal, Text
from luyue.domain.process import not_allowed


def sample_requests_are_disputed_by_ops(command: m.Open) -> Refusal:
    return Refusal.of(
        "rule",
        "CO-09",
        zh="样品申请的争议只能由平台运营人员发起。",
        en="A dispute on a sample request can be opened by ops only.",
        observed=command.opened_by,
        required="ops",
        remedy=Text(zh="请联系平台客服。", en="Turn to the platform's customer service."),
    )


def withdrawn_before(command: m.Open) -> Refusal:
    return Refusal.of(
        "rule",
        "DS-01",
        zh="您已撤回过对该订单的仲裁申请,不可再次申请。",
        en="You have withdrawn arbitration on this subject before: it can't be asked for again.",
        observed=command.subject,
    )


def disputed_already(command: m.Open) -> Refusal:
    return Refusal.of(
        "rule",
        "DS-01",
        zh="该订单已有进行中的仲裁。",
        en="Arbitration on this subject is under way already.",
        observed=1,
        required=0,
        remedy=Text(zh="请在进行中的仲裁里补充证据。", en="Add your evidence to the dispute that is under way."),
    )


def withdrawn_by_another(state: Dispute, command: m.Withdraw) -> Refusal:
    return Refusal.of(
        "rule",
        "DS-01",
        zh="仲裁申请只能由申请方撤回。",
        en="Only the side that asked for arbitration can withdraw it.",
        observed=command.by,
        required=state.opened_by,
    )


def impossible_outcome(state: Dispute, command: m.Rule) -> Refusal:
    return Refusal.of(
        "rule",
        "CO-09",
        zh="所涉订单或申请的现状不允许作出该裁决。",
        en="As the order or request stands, this can't be ruled.",
        observed=command.outcome,
        required=list(state.outcomes),
    )


def appeal_without_evidence() -> Refusal:
    return Refusal.of(
        "rule",
        "DS-02",
        zh="申诉须提交证据。",
        en="An appeal needs evidence.",
        observed=0,
        required=1,
        remedy=Text(zh="请至少提交一份证据。", en="Bring at least one piece of evidence."),
    )


def evidence_of_another(state: Dispute, command: m.AddEvidence) -> Refusal:
    return Refusal.of(
        "rule",
        "DS-03",
        zh="当前仅由申诉方补充证据。",
        en="More evidence is awaited from the appellant only.",
        observed=command.by,
        required=state.appellant,
    )


def nothing_more() -> Refusal:
    return Refusal.of(
        "rule",
        "DS-03",
        zh="所提交的证据此前均已提交,请补充新的证据。",
        en="All of this evidence was brought before: bring more.",
        observed=0,
        required=1,
    )


def requested_before(state: Dispute) -> Refusal:
    return Refusal.of(
        "rule",
        "DS-03",
        zh="补充证据只能要求一次,请作出维持或撤销裁决的决定。",
        en="More evidence is requested once only: uphold the ruling or strike it.",
        observed="needs_more_evidence",
        required=["upheld", "struck"],
    )


def forbidden_by_status(state: Dispute, command: Command) -> Refusal:
    """The refusal of a command that the status forbids, by the rule behind it where there is one."""
    match state.status, command:
        case s.WITHDRAWN, m.Withdraw() | m.Rule() | m.Appeal():
            why = (
                "DS-01",
                "仲裁申请已撤回或双方已和解。",
                "Arbitration has been withdrawn, or the parties have settled.",
            )
        case ((s.RULED | s.APPEALED | s.EVIDENCE_REQUESTED | s.FINAL), m.Withdraw()):
            why = ("DS-01", "裁决已作出,不可再撤回仲裁申请。", "There is a ruling: arbitration can't be withdrawn.")
        case ((s.RULED | s.APPEALED | s.EVIDENCE_REQUESTED | s.FINAL), m.Rule()):
            why = ("DS-02", "裁决已作出,仅可经申诉变更。", "There is a ruling: only an appeal can change it.")
        case s.RULED, m.AddEvidence():
            why = ("DS-02", "裁决已作出,证据须随申诉一并提交。", "There is a ruling: bring evidence with an appeal.")
        case s.OPEN, m.Appeal():
            why = ("DS-02", "尚未作出裁决,暂不可申诉。", "There is no ruling yet to appeal against.")
        case ((s.APPEALED | s.EVIDENCE_REQUESTED), m.Appeal()):
            why = ("DS-02", "每项裁决只能申诉一次。", "A ruling can be appealed against once only.")
        case s.FINAL, m.Appeal() | m.AddEvidence() if state.closed_reason == "evidence_not_brought":
            why = (
                "DS-03",
                "未在期限内补充证据,申诉已关闭,不可再次申诉。",
                "The evidence requested was not brought in time: the appeal is closed, and no other is possible.",
            )
        case s.FINAL, m.Appeal():
            why = ("DS-02", "裁决结果已生效为终局,不可再申诉。", "The outcome is final: no appeal is possible.")
        case _:
            return not_allowed(state, _name(command))
    rule, zh, en = why
    return Refusal.of("status", rule, zh=zh, en=en, observed=state.status)


def _name(command: Command) -> str:
    return next(name for name, kind in m.COMMANDS.items() if isinstance(command, kind))
