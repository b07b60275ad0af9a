"""The words of a dispute's notices, by message key, in Chinese and English."""

from collections.abc import Mapping
from decimal import Decimal
from typing import get_args

from luyue.domain.arbitration import Outcome
from luyue.domain.dispute.messages import Party, Side
from luyue.domain.messages import Text

_SIDES = {
    "creator": Text(zh="创作者", en="the creator"),
    "merchant": Text(zh="商家", en="the merchant"),
    "ops": Text(zh="平台运营", en="the platform"),
}

_OUTCOMES = {
    "resume": Text(
        zh="所涉订单或申请继续履行,因仲裁停止的期限按剩余时间恢复计时",
        en="the order or request goes on, with the time left where arbitration had stopped it",
    ),
    "cancel": Text(zh="所涉订单予以取消", en="the order is cancelled"),
    "complete": Text(zh="所涉订单视为验收通过", en="the order counts as accepted"),
}

_DEADLINES = {
    "ruling_due": Text(zh="裁决期限", en="the time to rule"),
    "appeal_window": Text(zh="申诉期限", en="the time to appeal"),
    "more_evidence_window": Text(zh="补充证据期限", en="the time to bring more evidence"),
}

_DUE_SOON = {
    "ruling_due.escalate": Text(zh="逾期未裁决将升级处理", en="without a ruling by then, it is escalated"),
    "appeal_window.become_final": Text(
        zh="逾期未申诉则裁决成为终局", en="without an appeal by then, the ruling is final"
    ),
    "more_evidence_window.close_appeal": Text(
        zh="逾期未补充则申诉关闭,不可再次申诉", en="without more by then, the appeal is closed and no other is possible"
    ),
}


def _texts() -> dict[str, Text]:
    texts = {
        "settled": Text(
            zh="双方已协商取消合作,仲裁({id})随之结束(IX-22)。",
            en="The parties have agreed to cancel, which ends dispute {id} (IX-22).",
        ),
        "escalated": Text(
            zh="仲裁({id})未在期限内作出裁决,已升级处理;裁决仍由人工作出(IX-23)。",
            en="Dispute {id} was not ruled in time and has been escalated; people will still rule on it (IX-23).",
        ),
        "more-evidence": Text(
            zh="仲裁({id})的申诉证据不足。请申诉方在 {due_at:time} 前补充证据,逾期申诉将关闭(DS-03)。",
            en="The evidence for the appeal in dispute {id} is too thin: the appellant may bring more until "
            "{due_at:time}, then the appeal is closed (DS-03).",
        ),
        "final": Text(
            zh="仲裁({id})在申诉期限内无人申诉,裁决成为终局(DS-02)。",
            en="Nobody appealed in dispute {id} in time: the ruling is final (DS-02).",
        ),
        "dismissed": Text(
            zh="仲裁({id})的申诉未获支持,维持原裁决,不可再次申诉(DS-02)。",
            en="The appeal in dispute {id} has failed: the ruling stands, and no other appeal is possible (DS-02).",
        ),
        "lapsed": Text(
            zh="仲裁({id})未在期限内补充证据,申诉已关闭,不可再次申诉(DS-03)。",
            en="No more evidence was brought in dispute {id} in time: the appeal is closed, and no other is possible "
            "(DS-03).",
        ),
        "struck": Text(
            zh="仲裁({id})的申诉成立,原裁决已撤销;所涉订单或申请维持现状(DS-04、IX-24)。",
            en="The appeal in dispute {id} has succeeded and the ruling is struck; the order or request stays as it "
            "is (DS-04, IX-24).",
        ),
        "deposit-return.of-amount": Text(
            zh="仲裁({id})的裁决已撤销,请人工办理保证金退还,金额 {amount} 元(DS-04)。",
            en="The ruling in dispute {id} was struck: please return {amount} yuan of the deposit (DS-04).",
        ),
        "deposit-return.of-unknown-amount": Text(
            zh="仲裁({id})的裁决已撤销,裁决未写明动用保证金的金额,请人工核实并办理退还(DS-04)。",
            en="The ruling in dispute {id} was struck: please find out what it took from the deposit, and return it "
            "(DS-04).",
        ),
    }
    return {f"dispute.{key}": text for key, text in (texts | _of_sides() | _of_rulings() | _of_deadlines()).items()}


def _of_sides() -> dict[str, Text]:
    texts = {}
    for side in get_args(Side):
        words = _SIDES[side]
        texts[f"opened.{side}"] = Text(
            zh=f"{words.zh}已就 {{subject}} 申请仲裁({{id}})。请提交证据,等待平台裁决。",
            en=f"Arbitration on {{subject}} ({{id}}) was asked for by {words.en}. Bring your evidence; ops will rule.",
        )
        texts[f"evidence.{side}"] = Text(
            zh=f"{words.zh}在仲裁({{id}})中补充了证据。", en=f"New evidence in dispute {{id}} from {words.en}."
        )
        texts[f"withdrawn.{side}"] = Text(
            zh=f"{words.zh}已撤回仲裁申请({{id}}),就同一事项不可再次申请(DS-01)。",
            en=f"Arbitration ({{id}}) was withdrawn by {words.en}, who can't ask for it again on the same subject "
            "(DS-01).",
        )
    for party in get_args(Party):
        words = _SIDES[party]
        texts[f"appealed.{party}"] = Text(
            zh=f"{words.zh}已对仲裁({{id}})的裁决提出申诉。", en=f"An appeal was made in dispute {{id}} by {words.en}."
        )
    return texts


def _of_rulings() -> dict[str, Text]:
    texts = {}
    for outcome in get_args(Outcome):
        words = _OUTCOMES[outcome]
        for party in (*get_args(Party), None):
            named = Text(zh="", en="")
            if party is not None:
                named = Text(zh=f"违约方为{_SIDES[party].zh}。", en=f"In default: {_SIDES[party].en}. ")
            texts[f"ruled.{outcome}.{party or 'nobody'}-in-default"] = Text(
                zh=f"仲裁({{id}})已裁决:{words.zh}。{named.zh}{{deposit:list}}"
                "如有异议,请在 {appeal_until:time} 前携证据申诉,仅限一次(DS-02)。",
                en=f"Dispute {{id}} has been ruled on: {words.en}. {named.en}{{deposit:list}}"
                "An appeal with evidence is possible until {appeal_until:time}, once (DS-02).",
            )
    return texts


def used_of_deposit(amount: Decimal) -> Text:
    """What a ruling takes from a deposit, in yuan, as a sentence of its notice."""
    return Text(zh=f"裁决动用保证金 {amount} 元。", en=f"The ruling takes {amount} yuan from the deposit. ")


def _of_deadlines() -> dict[str, Text]:
    texts = {}
    for due, words in _DUE_SOON.items():
        name = _DEADLINES[due.partition(".")[0]]
        texts[f"due-soon.{due}"] = Text(
            zh=f"仲裁({{id}}):{name.zh}将于 {{due_at:time}} 届满,{words.zh}。",
            en=f"Dispute {{id}}: {name.en} ends at {{due_at:time}}; {words.en}.",
        )
    for deadline, name in _DEADLINES.items():
        texts[f"extended.{deadline}"] = Text(
            zh=f"仲裁({{id}}):{name.zh}由 {{due_at:time}} 延长至 {{until:time}}。",
            en=f"Dispute {{id}}: {name.en} was extended from {{due_at:time}} to {{until:time}}.",
        )
    return texts


TEXTS: Mapping[str, Text] = _texts()
