"""What stands around the values on a dossier's page, in both languages."""

from collections.abc import Mapping

from luyue.domain.messages import Text

LABELS: Mapping[str, Text] = {
    "title": Text(zh="履约卷宗", en="Dossier"),
    "about": Text(
        zh="本页由已签名的卷宗生成,列出该流程截至出具时的全部记录。证明力在于签名文件,而非本页。",
        en="This page is made from a signed dossier: all that is on record of the process at the time it was made. "
        "The proof is the signed file, not this page.",
    ),
    "times": Text(zh="时间均为北京时间(UTC+8)。", en="All times are UTC."),
    "texts": Text(
        zh="备注、理由等自由文本和联系方式可能依法删除,因此不在卷宗内;卷宗仅载其编号和带密钥的摘要。",
        en="Free texts (notes, reasons, claims) and contacts may be erased later and are therefore not in the dossier: "
        "it has only their ids and keyed digests.",
    ),
    "withheld": Text(
        zh="以下事件的部分内容不向该读者开放,其散列值无法由读者重算,以签名为准",
        en="Parts of these events are not for this reader, who cannot recompute their hashes and has the signature's "
        "word for them",
    ),
    "process": Text(zh="流程", en="Process"),
    "kind": Text(zh="类型", en="Kind"),
    "status": Text(zh="状态", en="Status"),
    "closed_reason": Text(zh="结束原因", en="Reason of its end"),
    "ending": Text(zh="结束所依据的规则", en="Rule behind its end"),
    "open": Text(zh="进行中", en="open"),
    "closed": Text(zh="已结束", en="closed"),
    "creator": Text(zh="创作者", en="Creator"),
    "merchant": Text(zh="商家", en="Merchant"),
    "product": Text(zh="商品", en="Product"),
    "links": Text(zh="关联流程", en="Linked processes"),
    "created_at": Text(zh="开始时间", en="Begun"),
    "updated_at": Text(zh="最近变更", en="Last changed"),
    "made_at": Text(zh="出具时间", en="Made"),
    "made_for": Text(zh="出具对象", en="Made for"),
    "details": Text(zh="条款与详情", en="Terms and details"),
    "events": Text(zh="事件", en="Events"),
    "number": Text(zh="序号", en="No."),
    "event": Text(zh="事件", en="Event"),
    "actor": Text(zh="行为人", en="By"),
    "occurred_at": Text(zh="发生时间", en="Happened"),
    "recorded_at": Text(zh="记录时间", en="Recorded"),
    "data": Text(zh="内容", en="Content"),
    "hash": Text(zh="散列值", en="Hash"),
    "see_rules": Text(zh="见“适用规则”", en="see “Rules applied”"),
    "rules": Text(zh="适用规则", en="Rules applied"),
    "rule": Text(zh="规则", en="Rule"),
    "verdict": Text(zh="结论", en="Verdict"),
    "met": Text(zh="满足", en="met"),
    "not_met": Text(zh="不满足", en="NOT MET"),
    "observed": Text(zh="当时情况", en="Observed"),
    "required": Text(zh="要求", en="Required"),
    "evidence": Text(zh="证据摘要", en="Evidence"),
    "reference": Text(zh="证据编号", en="Reference"),
    "sha256": Text(zh="SHA-256", en="SHA-256"),
    "policy": Text(zh="适用的政策版本", en="Policy in force"),
    "effective_from": Text(zh="生效时间", en="In effect from"),
    "from_the_start": Text(zh="自始", en="the start"),
    "signature": Text(zh="散列链与签名", en="Hash chain and signature"),
    "head": Text(zh="链末散列值", en="Head of the chain"),
    "key": Text(zh="密钥编号", en="Key"),
    "value": Text(zh="签名(Ed25519)", en="Signature (Ed25519)"),
    "how": Text(
        zh="核验方法:保存签名文件,运行 luyue verify --dossier 文件名。核验使用平台公布的公钥,从不使用文件自带的信息:",
        en="To verify: save the signed file and run luyue verify --dossier FILE. That takes the published keys, never "
        "any from the file:",
    ),
    "by_hand": Text(
        zh="自行核验:签名覆盖成员 dossier 的 RFC 8785 规范 JSON;每个事件的散列值是成员 chain.fields "
        "所列字段之规范 JSON 的 SHA-256,其中 previous 为前一事件的散列值。",
        en="By hand: the signature is over the canonical JSON (RFC 8785) of the member dossier; an event's hash is the "
        "SHA-256 of the canonical JSON of the members that chain.fields names, previous being the hash before it.",
    ),
    "download": Text(zh="下载签名文件", en="Save the signed file"),
    "none": Text(zh="无", en="none"),
    "yes": Text(zh="是", en="yes"),
    "no": Text(zh="否", en="no"),
}
