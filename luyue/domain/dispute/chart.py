"""The state chart of disputes."""

from luyue.domain.chart import START, Transition
from luyue.domain.dispute import messages as m
from luyue.domain.dispute import state as s

TRANSITIONS = (
    Transition(START, m.DisputeOpened, s.OPEN),
    Transition(s.OPEN, m.DisputeRuled, s.RULED),
    Transition(s.OPEN, m.DisputeWithdrawn, s.WITHDRAWN),
    Transition(s.OPEN, m.DisputeSettled, s.WITHDRAWN),
    Transition(s.RULED, m.RulingAppealed, s.APPEALED),
    Transition(s.RULED, m.RulingBecameFinal, s.FINAL),
    Transition(s.RULED, m.DisputeSettled, s.WITHDRAWN),
    Transition(s.APPEALED, m.MoreEvidenceRequested, s.EVIDENCE_REQUESTED),
    Transition(s.APPEALED, m.AppealDismissed, s.FINAL),
    Transition(s.APPEALED, m.RulingStruck, s.FINAL),
    Transition(s.APPEALED, m.DisputeSettled, s.WITHDRAWN),
    Transition(s.EVIDENCE_REQUESTED, m.EvidenceAdded, s.APPEALED),
    Transition(s.EVIDENCE_REQUESTED, m.AppealLapsed, s.FINAL),
    Transition(s.EVIDENCE_REQUESTED, m.DisputeSettled, s.WITHDRAWN),
)
