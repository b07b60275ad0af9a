"""The declaration of merchant accounts as a kind of process."""

from luyue.domain.merchant_account import chart, events, evolution, messages, rules, state, view
from luyue.domain.process import Kind

MERCHANT_ACCOUNT: Kind[state.MerchantAccount] = Kind(
    name="merchant-account",
    id_prefix="ma",
    state=state.MerchantAccount,
    state_shape=1,
    commands=messages.COMMANDS,
    events=events.EVENTS,
    decide=rules.decide,
    evolve=evolution.evolve,
    deadlines=state.deadlines,
    needs=rules.needs,
    summary=view.summary,
    allowed_actions=view.allowed_actions,
    details=view.details,
    transitions=chart.TRANSITIONS,
)
