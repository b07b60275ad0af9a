"""The words of a merchant account's notices, by message key, in Chinese and English."""

from collections.abc import Mapping
from typing import get_args

from luyue.domain.facts.products import DelistingReason
from luyue.domain.messages import Text

_REASONS: Mapping[DelistingReason, Text] = {
    "counterfeit": Text(zh="出售假冒/盗版商品", en="counterfeit goods"),
    "false_advertising": Text(zh="虚假宣传", en="false advertising"),
    "substandard": Text(zh="商品质量不合格", en="substandard quality"),
    "material_mismatch": Text(zh="材质成分不符", en="material not as described"),
    "rights_misuse": Text(zh="不当使用他人权利", en="improper use of others' rights"),
    "prohibited": Text(zh="发布违禁商品信息", en="prohibited goods"),
}

_DEADLINES = {
    "invoice_due": Text(zh="开票期限", en="the time to invoice"),
    "closing_fees_due": Text(zh="关店开票期限", en="the time to invoice, before closing,"),
}

_UNSETTLED = {
    "freeze": Text(zh="逾期未开票将按比例冻结货款", en="without an invoice by then, a share of the amount is frozen"),
    "deduct": Text(
        zh="逾期未开票将按比例从保证金自动扣除", en="without an invoice by then, a share is deducted from the deposit"
    ),
}

_PLAIN = {
    "opened": Text(
        zh="商家账户({id})已开通。请缴纳店铺保证金 {deposit_required} 元,并完善企业号资料(MA-03、MA-07)。",
        en="Account {id} is open. Please pay the shop's deposit of {deposit_required} yuan and complete the enterprise "
        "account (MA-03, MA-07).",
    ),
    "profile-updated": Text(
        zh="商家账户({id})的企业号资料已更新(MA-07)。", en="The enterprise account of {id} was updated (MA-07)."
    ),
    "licence-submitted": Text(
        zh="商家账户({id})已提交营业执照,请审核(MA-07)。",
        en="Account {id} has submitted a business licence: please review it (MA-07).",
    ),
    "licence-approved": Text(
        zh="商家账户({id})的营业执照已通过审核(MA-07)。",
        en="The business licence of account {id} was approved (MA-07).",
    ),
    "licence-rejected": Text(
        zh="商家账户({id})的营业执照未通过审核,请重新提交(MA-07)。",
        en="The business licence of account {id} was not approved: please submit another (MA-07).",
    ),
    "categories-changed": Text(
        zh="商家账户({id})的经营类目已变更,应缴店铺保证金为 {deposit_required} 元(MA-03)。",
        en="Account {id} sells in other categories now; its deposit is to be {deposit_required} yuan (MA-03).",
    ),
    "deposit-paid": Text(
        zh="商家账户({id})已存入店铺保证金 {amount} 元,余额 {balance} 元(MA-03)。",
        en="Account {id} has paid {amount} yuan into the shop's deposit, which holds {balance} yuan (MA-03).",
    ),
    "statement": Text(
        zh="商家账户({id})的账单 {statement} 已出账,平台补贴 {amount} 元。"
        "请在 {invoice_due_at:time} 前开具发票(MA-04)。",
        en="Statement {statement} of account {id} is there: {amount} yuan of platform subsidies. Please invoice it by "
        "{invoice_due_at:time} (MA-04).",
    ),
    "statement-of-nothing": Text(
        zh="商家账户({id})的账单 {statement} 已出账,本期无平台补贴,无需开票(MA-04)。",
        en="Statement {statement} of account {id} is there: no platform subsidies, nothing to invoice (MA-04).",
    ),
    "invoiced": Text(
        zh="商家账户({id})的账单 {statement} 已收到发票(MA-04)。",
        en="The invoice for statement {statement} of account {id} has been received (MA-04).",
    ),
    "frozen": Text(
        zh="商家账户({id})的账单 {statement} 逾期未开票,已冻结货款 {amount} 元;开票后解冻(MA-04)。",
        en="Statement {statement} of account {id} was not invoiced in time: {amount} yuan are frozen until it is "
        "(MA-04).",
    ),
    "released": Text(
        zh="商家账户({id})的货款 {amount} 元不再因账单 {statement} 未开票而冻结(MA-04)。",
        en="The {amount} yuan of account {id} are no longer frozen for want of an invoice for statement {statement} "
        "(MA-04).",
    ),
    "deducted": Text(
        zh="商家账户({id})的账单 {statement} 未开票,已从保证金自动扣除 {amount} 元,余额 {balance} 元(MA-04)。",
        en="For statement {statement} of account {id} {amount} yuan were deducted from the deposit, which holds "
        "{balance} yuan (MA-04).",
    ),
    "automatic-deduction-on": Text(
        zh="商家账户({id})已开启自动扣款(MA-04)。", en="Automatic deduction is on for account {id} (MA-04)."
    ),
    "automatic-deduction-off": Text(
        zh="商家账户({id})已关闭自动扣款(MA-04)。", en="Automatic deduction is off for account {id} (MA-04)."
    ),
    "closed-by-platform": Text(
        zh="商家账户({id})因商品 {product_id} 严重售假,店铺已被平台关闭,"
        "保证金 {deposit_frozen} 元和货款已冻结(MA-05)。",
        en="For severe counterfeiting (product {product_id}) the platform has closed the shop of account {id} and "
        "frozen its deposit of {deposit_frozen} yuan and its payments (MA-05).",
    ),
    "closing": Text(
        zh="商家账户({id})的店铺开始关闭,不再接受新的业务。请在 {fees_due_at:time} 前开具本年度费用的发票;"
        "业务全部完结后退还保证金(MA-04、IX-28)。",
        en="The shop of account {id} is closing, and nothing new begins. Please invoice this year's statements by "
        "{fees_due_at:time}; the deposit is returned once everything is finished (MA-04, IX-28).",
    ),
    "closed": Text(zh="商家账户({id})的店铺已关闭(IX-28)。", en="The shop of account {id} is closed (IX-28)."),
    "finished": Text(
        zh="商家账户({id})的关店流程已由平台结束,店铺已关闭;未开票账单按比例冻结货款或从保证金扣除,"
        "被冻结的开票后解冻(MA-04、IX-28)。",
        en="The platform has ended the closing of account {id}: its shop is closed. Of statements not invoiced a share "
        "is frozen until they are, or deducted from the deposit (MA-04, IX-28).",
    ),
    "freeze-lifted": Text(
        zh="商家账户({id})的保证金和货款已由平台解冻;因未开票而冻结的货款待开票后解冻(MA-04、MA-05)。",
        en="The platform has freed the deposit and the payments of account {id}; what is frozen for want of an invoice "
        "is until there is one (MA-04, MA-05).",
    ),
    "deposit-return": Text(
        zh="商家账户({id})的店铺已关闭,将退还店铺保证金 {amount} 元(MA-03)。",
        en="The shop of account {id} is closed: {amount} yuan of its deposit are to be returned (MA-03).",
    ),
    "deposit-returned": Text(
        zh="商家账户({id})的店铺保证金 {amount} 元已退还(MA-03)。",
        en="The deposit of {amount} yuan of account {id} has been returned (MA-03).",
    ),
}


def _texts() -> dict[str, Text]:
    texts = {**_PLAIN, **_of_delistings(), **_of_deadlines()}
    return {f"merchant-account.{key}": text for key, text in texts.items()}


def _of_delistings() -> dict[str, Text]:
    texts = {}
    for reason in get_args(DelistingReason):
        words = _REASONS[reason]
        texts[f"delisted.{reason}"] = Text(
            zh=f"商家账户({{id}})的商品 {{product_id}} 因{words.zh}被下架(MA-05)。",
            en=f"Product {{product_id}} of account {{id}} was delisted: {words.en} (MA-05).",
        )
        texts[f"penalised.{reason}"] = Text(
            zh=f"商家账户({{id}})的商品 {{product_id}} 因{words.zh}被严重违规下架,已扣除店铺保证金 {{deducted}} 元,"
            "余额 {balance} 元,请及时补足(MA-05)。",
            en=f"Product {{product_id}} of account {{id}} was severely delisted ({words.en}): {{deducted}} yuan were "
            "deducted from the deposit, which holds {balance} yuan; please top it up (MA-05).",
        )
    return texts


def _of_deadlines() -> dict[str, Text]:
    texts = {}
    for deadline, name in _DEADLINES.items():
        for then, words in _UNSETTLED.items():
            texts[f"due-soon.{deadline}.{then}"] = Text(
                zh=f"商家账户({{id}}):账单 {{statements}} 的{name.zh}将于 {{due_at:time}} 届满,{words.zh}(MA-04)。",
                en=f"Account {{id}}: {name.en} statement {{statements}} ends at {{due_at:time}}; {words.en} (MA-04).",
            )
        texts[f"extended.{deadline}"] = Text(
            zh=f"商家账户({{id}}):账单{name.zh}由 {{due_at:time}} 延长至 {{until:time}}。",
            en=f"Account {{id}}: {name.en} a statement was extended from {{due_at:time}} to {{until:time}}.",
        )
    return texts


TEXTS: Mapping[str, Text] = _texts()
