"""Campaign entries (CE-01 to CE-07): a merchant's product in a campaign, from its registration to the event's end."""

from luyue.domain.campaign_entry.kind import CAMPAIGN_ENTRY

__all__ = ["CAMPAIGN_ENTRY"]
