"""The state chart of merchant accounts."""

from luyue.domain.chart import START, Transition
from luyue.domain.merchant_account import events as e
from luyue.domain.merchant_account import state as s

TRANSITIONS = (
    Transition(START, e.AccountOpened, s.OPEN),
    Transition(s.OPEN, e.ClosingStarted, s.CLOSING),
    Transition(s.CLOSING, e.ShopClosed, s.CLOSED),
    Transition(s.CLOSING, e.ClosingFinished, s.CLOSED),
    Transition(s.OPEN, e.ShopClosedByPlatform, s.CLOSED),
    Transition(s.CLOSING, e.ShopClosedByPlatform, s.CLOSED),
)
