"""Pairs of messages that are in no table, each with the reason; every other pair that is possible is in one.

A pair is a status and the names of its two messages, in alphabetical order.
"""

from collections.abc import Mapping

Key = tuple[str, str, str]

SIBLINGS: Mapping[Key, Key] = {
    # A dispute stops the negotiation like whatever else runs, and what is pending waits for its end.
    ("CHANGES_REQUESTED", "confirm-cancellation", "open-dispute"): (
        "EFFECTIVE",
        "confirm-cancellation",
        "open-dispute",
    ),
    ("CHANGES_REQUESTED", "decline-cancellation", "open-dispute"): (
        "EFFECTIVE",
        "decline-cancellation",
        "open-dispute",
    ),
    ("CHANGES_REQUESTED", "open-dispute", "request-cancellation"): (
        "EFFECTIVE",
        "open-dispute",
        "request-cancellation",
    ),
    ("CHANGES_REQUESTED", "decline-rebroadcast", "open-dispute"): (
        "CHANGES_REQUESTED",
        "agree-rebroadcast",
        "open-dispute",
    ),
    ("CHANGES_REQUESTED", "open-dispute", "propose-rebroadcast"): (
        "CHANGES_REQUESTED",
        "agree-rebroadcast",
        "open-dispute",
    ),
    ("CHANGES_REQUESTED", "open-dispute", "rebroadcast_negotiation"): (
        "CHANGES_REQUESTED",
        "negotiation_close",
        "open-dispute",
    ),
    # The first dispute is the one, wherever the order stands.
    ("CHANGES_REQUESTED", "open-dispute", "open-dispute"): ("DELIVERED", "open-dispute", "open-dispute"),
    ("EFFECTIVE", "open-dispute", "open-dispute"): ("DELIVERED", "open-dispute", "open-dispute"),
    ("LIVE", "open-dispute", "open-dispute"): ("DELIVERED", "open-dispute", "open-dispute"),
    # Whatever ends the order first has ended it.
    ("CHANGES_REQUESTED", "decline-cancellation", "verify"): ("CHANGES_REQUESTED", "agree-rebroadcast", "verify"),
    ("CHANGES_REQUESTED", "decline-rebroadcast", "verify"): ("CHANGES_REQUESTED", "agree-rebroadcast", "verify"),
    ("CHANGES_REQUESTED", "propose-rebroadcast", "verify"): ("CHANGES_REQUESTED", "agree-rebroadcast", "verify"),
    ("CHANGES_REQUESTED", "request-cancellation", "verify"): ("CHANGES_REQUESTED", "confirm-cancellation", "verify"),
    ("CHANGES_REQUESTED", "negotiation_close", "request-cancellation"): (
        "EFFECTIVE",
        "overdue_close",
        "request-cancellation",
    ),
    ("CHANGES_REQUESTED", "confirm-cancellation", "propose-rebroadcast"): (
        "CHANGES_REQUESTED",
        "agree-rebroadcast",
        "confirm-cancellation",
    ),
    ("OPEN", "add-evidence", "withdraw"): ("OPEN", "add-evidence", "rule"),
    # Asking as well is confirming (IX-19), whatever runs or is negotiated meanwhile.
    ("CHANGES_REQUESTED", "request-cancellation", "request-cancellation"): (
        "EFFECTIVE",
        "request-cancellation",
        "request-cancellation",
    ),
    ("EFFECTIVE", "cancellation_response", "request-cancellation"): (
        "EFFECTIVE",
        "cancellation_response",
        "confirm-cancellation",
    ),
    ("DISPUTED", "request-cancellation", "withdraw"): ("DISPUTED", "confirm-cancellation", "withdraw"),
    ("DISPUTED", "add-evidence", "request-cancellation"): ("DISPUTED", "add-evidence", "confirm-cancellation"),
    # A proposal that nobody has agreed to falls with the negotiation, declined or not.
    ("CHANGES_REQUESTED", "decline-rebroadcast", "rebroadcast_negotiation"): (
        "CHANGES_REQUESTED",
        "agree-rebroadcast",
        "rebroadcast_negotiation",
    ),
}
"""By the pair that is left out: one that is in a table and is decided in the same way."""

_NEGOTIATED_BESIDE = "A wish to end and the negotiation of a rebroadcast leave each other alone until one is agreed."
_OUTLASTS = "It is possible before and after the end of the negotiation, which does not touch it."
_ADDS_UP = "Evidence adds up, in whatever order it comes."
_DECIDES_NOTHING = "The escalation decides nothing (IX-23)."

INDEPENDENT: Mapping[Key, str] = {
    ("CHANGES_REQUESTED", "decline-cancellation", "propose-rebroadcast"): _NEGOTIATED_BESIDE,
    ("CHANGES_REQUESTED", "decline-rebroadcast", "request-cancellation"): _NEGOTIATED_BESIDE,
    ("CHANGES_REQUESTED", "propose-rebroadcast", "request-cancellation"): _NEGOTIATED_BESIDE,
    ("CHANGES_REQUESTED", "confirm-cancellation", "rebroadcast_negotiation"): _OUTLASTS,
    ("CHANGES_REQUESTED", "decline-cancellation", "rebroadcast_negotiation"): _OUTLASTS,
    ("CHANGES_REQUESTED", "rebroadcast_negotiation", "request-cancellation"): _OUTLASTS,
    ("CHANGES_REQUESTED", "rebroadcast_negotiation", "verify"): _OUTLASTS,
    ("OPEN", "add-evidence", "add-evidence"): _ADDS_UP,
    ("APPEALED", "add-evidence", "add-evidence"): _ADDS_UP,
    ("OPEN", "add-evidence", "ruling_due"): _DECIDES_NOTHING,
    ("DISPUTED", "confirm-cancellation", "ruling_due"): _DECIDES_NOTHING,
    ("DISPUTED", "request-cancellation", "ruling_due"): _DECIDES_NOTHING,
}
"""Pairs whose order makes no difference, with the reason."""
