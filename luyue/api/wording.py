"""What problems say to people, in both languages, and the choice between the two."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Language = Literal["zh", "en"]


@dataclass(frozen=True)
class Wording:
    """A kind of problem: its HTTP status, its title, and what it says when nothing more particular is known."""

    status: int
    title_zh: str
    title_en: str
    detail_zh: str
    detail_en: str

    def title(self, language: Language) -> str:
        return self.title_zh if language == "zh" else self.title_en

    def detail(self, language: Language) -> str:
        return self.detail_zh if language == "zh" else self.detail_en


PROBLEMS: Mapping[str, Wording] = {
    "malformed": Wording(
        400,
        "请求格式错误",
        "Malformed request",
        "收到的内容不是有效的 HTTP 请求,连接已关闭。",
        "What came in is no valid HTTP request. The connection is closed.",
    ),
    "unauthenticated": Wording(
        401,
        "未通过身份验证",
        "Not authenticated",
        "请求须携带有效的 Bearer 令牌。",
        "The request needs a valid bearer token.",
    ),
    "forbidden": Wording(
        403,
        "无权执行该操作",
        "Not permitted",
        "您的角色不能执行该操作。",
        "Your role may not do this.",
    ),
    "not-found": Wording(
        404,
        "未找到",
        "Not found",
        "所请求的对象不存在,或不属于您。",
        "What you asked for does not exist, or is not yours.",
    ),
    "method-not-allowed": Wording(
        405,
        "不支持该方法",
        "Method not allowed",
        "该地址不支持此 HTTP 方法。",
        "This address does not take that method.",
    ),
    "not-allowed-in-status": Wording(
        409,
        "当前状态不允许该操作",
        "Not allowed in this status",
        "当前状态不允许该操作;`allowed_actions` 列出您现在可以执行的操作。",
        "The status does not allow this; `allowed_actions` are what you can do now.",
    ),
    "still-running": Wording(
        409,
        "相同请求仍在处理中",
        "The same request is still running",
        "使用同一幂等键的请求仍在处理中,请稍后以同一幂等键重试。",
        "A request with this idempotency key is still running; repeat it later with the same key.",
    ),
    "too-many-secrets": Wording(
        409,
        "仍在签名的旧密钥过多",
        "Too many earlier secrets still sign",
        "旧密钥会各自签名至其到期;`violations` 说明何时可以再次轮换。",
        "Earlier secrets sign until their own ends; `violations` tells when to rotate again.",
    ),
    "outdated": Wording(
        412,
        "版本已过期",
        "Outdated version",
        "流程已有更新的版本,与 If-Match 不符。请重新读取后再试。",
        "The process is no longer at the version in If-Match. Read it again first.",
    ),
    "too-large": Wording(
        413,
        "请求体过大",
        "Body too large",
        "请求体不得超过 1 MiB。",
        "A body may have at most 1 MiB.",
    ),
    "address-too-long": Wording(
        414,
        "请求地址过长",
        "Address too long",
        "请求地址不得超过 8 KiB。",
        "An address may have at most 8 KiB.",
    ),
    "invalid": Wording(
        422,
        "请求无效",
        "Invalid request",
        "请求中有无效的字段,见 `violations`。",
        "Some fields of the request are not valid: see `violations`.",
    ),
    "refused": Wording(
        422,
        "规则不允许",
        "Refused by a rule",
        "请求不符合规则,原因见 `violations`。",
        "Rules refuse this, for the reasons in `violations`.",
    ),
    "idempotency-key-invalid": Wording(
        422,
        "幂等键无效",
        "Invalid idempotency key",
        "Idempotency-Key 须为 1 至 255 个可打印的 ASCII 字符,可加双引号。",
        "Idempotency-Key must have 1 to 255 printable ASCII characters, quoted or bare.",
    ),
    "idempotency-key-reused": Wording(
        422,
        "幂等键已被使用",
        "Idempotency key reused",
        "该幂等键已用于内容不同的请求。",
        "This idempotency key was used for a request with other content.",
    ),
    "busy": Wording(
        429,
        "请求过多",
        "Too many requests",
        "该流程正在处理的请求过多,本次请求未被执行,请稍后以同一幂等键重试。",
        "The process has too many commands under way. This one was not carried out; repeat it with the same key.",
    ),
    "too-many-requests": Wording(
        429,
        "请求过于频繁",
        "Too many requests of one caller",
        "您的请求过于频繁,本次请求未被执行,请在 Retry-After 所示秒数后重试。",
        "You send too many requests. This one was not carried out; repeat it after the seconds in Retry-After.",
    ),
    "too-many-streams": Wording(
        429,
        "事件流过多",
        "Too many streams",
        "您同时打开的事件流过多,或服务的事件流已满。请先关闭其他事件流,或改用分页读取。",
        "You have too many event streams open, or all places are taken. Close others first, or read in pages.",
    ),
    "headers-too-large": Wording(
        431,
        "请求头过大",
        "Headers too large",
        "请求头合计不得超过 32 KiB。",
        "Headers may have at most 32 KiB in all.",
    ),
    "internal": Wording(
        500,
        "内部错误",
        "Internal error",
        "服务内部出错,请凭 request_id 联系我们。",
        "Something went wrong here. Tell us the request_id.",
    ),
    "unavailable": Wording(
        503,
        "服务暂不可用",
        "Temporarily unavailable",
        "服务暂不可用,结果未知:请求可能完整生效,也可能完全未生效。请以同一幂等键重试以获取结果。",
        "The outcome is unknown: the request may still take effect, whole or not at all. "
        "Repeat it with the same idempotency key for its result.",
    ),
}
"""Every kind of problem by its code."""


def chosen(accept_language: str | None) -> Language:
    """The language that an Accept-Language header prefers; English where it does not say."""
    best: dict[Language, float] = {}
    for part in (accept_language or "").split(","):
        tag, *parameters = (piece.strip().lower() for piece in part.split(";"))
        language: Language | None = {"zh": "zh", "en": "en"}.get(tag.split("-")[0])  # type: ignore[assignment]
        if language is not None:
            best[language] = max(best.get(language, 0.0), _quality(parameters))
    return "zh" if best.get("zh", 0.0) > best.get("en", 0.0) else "en"


def _quality(parameters: list[str]) -> float:
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name == "q":
            try:
                return float(value)
            except ValueError:
                return 0.0
    return 1.0
