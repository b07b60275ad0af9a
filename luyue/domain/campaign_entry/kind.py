"""The declaration of campaign entries as a kind of process."""

from luyue.domain.campaign_entry import chart, evolution, messages, rules, state, view
from luyue.domain.process import Kind

CAMPAIGN_ENTRY: Kind[state.CampaignEntry] = Kind(
    name="campaign-entry",
    id_prefix="ce",
    state=state.CampaignEntry,
    state_shape=1,
    commands=messages.COMMANDS,
    events=messages.EVENTS,
    decide=rules.decide,
    evolve=evolution.evolve,
    deadlines=state.deadlines,
    needs=rules.needs,
    summary=view.summary,
    allowed_actions=view.allowed_actions,
    details=view.details,
    transitions=chart.TRANSITIONS,
)
