"""The policy as it holds in a campaign (CE-03, CE-05, CE-06, CE-09)."""

from luyue.domain.facts import Campaign
from luyue.domain.policy import Policy


def in_campaign(policy: Policy, campaign: Campaign) -> Policy:
    """The policy, under its own version, with the parameters that the campaign has its own of."""
    own = {name: value for name, value in campaign.parameters if value is not None}
    return policy.model_copy(update=own) if own else policy
