"""IX-28: a merchant whose shop is closing, or closed, takes on nothing new."""

from luyue.domain.evaluation import Check
from luyue.domain.facts import Facts, closing_claim
from luyue.domain.messages import Refusal, Text

TITLE = Text(zh="商家的店铺未在关闭中,也未关闭", en="The merchant's shop is neither closing nor closed")


ID = "IX-28"


def not_closing(merchant_id: str | None, facts: Facts, message: Text, remedy: Text) -> Check:
    """The verdict on a merchant, whose closing claim the facts have where it is held; and the words of a no."""
    closing = merchant_id is not None and closing_claim(merchant_id) in facts.claims
    return Check(
        rule=ID,
        passed=not closing,
        observed={"closing": closing},
        required={"closing": False},
        message=message if closing else TITLE,
        remedy=remedy if closing else None,
    )


def refuse_if_closing(merchant_id: str, facts: Facts, message: Text, remedy: Text) -> None:
    """Raises `Refusal` where the merchant takes on nothing new, also not what was asked for before."""
    check = not_closing(merchant_id, facts, message, remedy)
    if not check.passed:
        seen = {"observed": check.observed, "required": check.required, "remedy": remedy}
        raise Refusal.of("rule", ID, zh=message.zh, en=message.en, **seen)
