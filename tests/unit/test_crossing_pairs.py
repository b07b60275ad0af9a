"""Every pair of messages that can cross is in a table of crossing messages, or left out for a reason that is written.

Messages of one and the same side do not cross: it sends them one after the other. Ops' extension is paired with the
deadlines that it moves, and not with commands: it takes nothing from a command, and a command that ends a deadline
leaves the extension what the deadline's own end leaves it.
"""

from itertools import combinations, product

from luyue.domain.cooperation_order import COOPERATION_ORDER
from luyue.domain.cooperation_order.state import DISPUTED
from luyue.domain.dispute import DISPUTE
from luyue.domain.process import Role
from tests.crossing.every import PAIRS
from tests.crossing.left_out import INDEPENDENT, SIBLINGS, Key
from tests.crossing.on_domain import OnDomain
from tests.unit import dispute_stories as disputes
from tests.unit.given_when_then import Process
from tests.unit.standings import begun

SIDES: tuple[Role, ...] = ("creator", "merchant", "ops")


def key(status: str, *names: str) -> Key:
    one, another = sorted(names)
    return status, one, another


def allowed(process: Process, side: Role) -> set[str]:
    return set(process.kind.allowed_actions(process.state, side))


def possible() -> set[Key]:
    """Every pair of what two sides may send, and of what anybody may send and a deadline, wherever a process stands."""
    found: set[Key] = set()
    for process in (*begun(COOPERATION_ORDER.name), *begun(DISPUTE.name)):
        found |= {
            key(process.status, *names)
            for one, another in combinations(SIDES, 2)
            for names in product(allowed(process, one), allowed(process, another))
            if "extend" not in names
        }
        found |= _with_deadlines(process.status, process, process)
        if process.status == DISPUTED:
            found |= _with_the_dispute(process)
    return found


def _with_deadlines(status: str, sent_to: Process, running: Process) -> set[Key]:
    anybodys = set().union(*(allowed(sent_to, side) for side in SIDES))
    return {key(status, *names) for names in product(anybodys, running.deadlines)}


def _with_the_dispute(order: Process) -> set[Key]:
    """What is sent to an order and to its dispute crosses too, also from one and the same side."""
    dispute = disputes.opened()
    to_order, to_dispute = (
        set().union(*(allowed(one, side) for side in SIDES)) - {"extend"} for one in (order, dispute)
    )
    return {
        *(key(order.status, *names) for names in product(to_order, to_dispute)),
        *_with_deadlines(order.status, order, dispute),
    }


def tabled() -> set[Key]:
    """Every pair of the tables, with the status in which either message meets its process."""
    found = set()
    for pair in PAIRS:
        stage = OnDomain()
        stage.stand(pair)
        for message in (pair.a, pair.b):
            if message.to != "facts":
                process = stage.order if message.to == "order" else stage.dispute
                assert process is not None
                found.add(key(process.status, pair.a.name, pair.b.name))
    return found


def test_every_pair_that_is_possible_is_in_a_table_or_left_out_for_a_reason() -> None:
    assert sorted(possible() - tabled() - set(SIBLINGS) - set(INDEPENDENT)) == []


def test_only_what_is_possible_and_in_no_table_is_left_out() -> None:
    left_out = {*SIBLINGS, *INDEPENDENT}
    assert len(left_out) == len(SIBLINGS) + len(INDEPENDENT)
    assert sorted(left_out - possible()) == []
    assert sorted(left_out & tabled()) == []


def test_what_stands_for_another_is_in_a_table() -> None:
    assert sorted(set(SIBLINGS.values()) - tabled()) == []
