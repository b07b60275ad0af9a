"""What an evaluation considers: who asks for what, and everything known of it at that time."""

from luyue.domain.facts import Campaign, CartAccess, Creator, Merchant, OnRecord, Product, RiskWaiver, SampleOffer
from luyue.domain.messages import Moment, Value
from luyue.domain.promotion import Form


class Case(Value):
    """None means: nothing was ever reported. `at` is when the case is considered."""

    at: Moment
    creator: Creator | None = None
    risk_waiver: RiskWaiver | None = None
    record: tuple[OnRecord, ...] = ()
    """The creator's, in the order of time."""
    cart_access: CartAccess | None = None
    merchant: Merchant | None = None
    product: Product | None = None
    sample_offer: SampleOffer | None = None
    campaign: Campaign | None = None
    promotion_form: Form | None = None
