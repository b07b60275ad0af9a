"""Facts on parties that every rule is content with; a test spoils the one it is about with `model_copy(update=…)`."""

from datetime import UTC, datetime
from decimal import Decimal

from luyue.domain.facts import Creator, Merchant, Product, SampleOffer

CREATOR = Creator(
    followers=1000,
    public_original_videos=10,
    phone_bound=True,
    real_name_verified=True,
    disputes_lost=0,
)

MERCHANT = Merchant(
    shop_opened=True,
    meets_alliance_standard=True,
    experience_score=Decimal("4.5"),
    main_category="food_and_beverages",
    trade_medal="3A",
    trustpass="enterprise",
    trustpass_valid_until=datetime(2099, 1, 1, tzinfo=UTC),
    alipay_real_name_bound=True,
    buyer_protection_joined=True,
    buyer_protection_deposit=Decimal("5000.00"),
    severe_fake_trading=(),
    violation_points_this_year=0,
    severe_ip_infringement=False,
    infringing_goods_points=0,
    prohibited_information_points=0,
    business_compliance_violation=False,
    court_dishonest=False,
    severe_overdue_finance_debt=False,
    overall_competitiveness_met=True,
    ships_within_48h_during_event=True,
)

OFFER = SampleOffer(offers_samples=True)


def product(merchant_id: str = "m1", title: str = "tea") -> Product:
    """A merchant's product in the alliance."""
    return Product(
        merchant_id=merchant_id,
        title=title,
        category="food_and_beverages",
        source="alliance",
        in_alliance=True,
        meets_alliance_standard=True,
        cross_border=False,
        virtual=False,
        dropship=True,
        freight_free=True,
        not_freight_free_regions=(),
        shipping_guarantee_hours=48,
        pickup_rate_48h=Decimal("0.95"),
        alipay_escrow=True,
        no_reason_return_days=7,
        ewaybill_channels=("douyin", "main_channels"),
    )
