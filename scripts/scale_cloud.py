"""A month's bill of Temporal Cloud, from its published prices for pay-as-you-go."""

PUBLISHED = (
    "<https://docs.temporal.io/cloud/pricing> (`docs/evaluate/cloud/pricing.mdx` of `temporalio/documentation` at "
    "0217b71), looked up on 2026-11-22"
)
STEPS = ((5e6, 50), (5e6, 45), (10e6, 40), (30e6, 35), (50e6, 30), (100e6, 25))
"""Actions of an account in a month, one step after the other, and dollars a million in it."""
LISTED = sum(size for size, _ in STEPS)
"""Actions a month that have a published price; beyond it Temporal's sales are asked."""
GB = 1e9


def actions_cost(actions_a_month: float, price_beyond: float) -> float:
    """Dollars a month; `price_beyond` is in dollars a million, for what is beyond the last published step."""
    cost, left = 0.0, actions_a_month
    for size, price in STEPS:
        cost += min(left, size) / 1e6 * price
        left -= min(left, size)
    return cost + left / 1e6 * price_beyond


def storage_cost(stored: float, price: float, hours: float) -> float:
    """Dollars for so many bytes over so many hours; `price` is in dollars a GB-hour."""
    return stored / GB * hours * price


def plan_cost(usage: float, share: float, least: float) -> float:
    """Dollars a month for the plan with its support: a share of what is used, and at least so much."""
    return max(usage * share, least)
