"""The notices as a page for people: each event, who is told of it, and the words in both languages."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from luyue.domain.facts import Report
from luyue.domain.messages import Event, Happened, Text
from luyue.domain.notices import FactNotices, Notices, Parcel, Parties
from luyue.domain.process import SHARED_EVENTS, Kind

NOBODY = "–"
_PARCEL = Parcel(carrier="carrier", tracking_no="number")
_PARTIES = Parties(id="id", creator_id="id", merchant_id="id", product_id="id", parcel=_PARCEL)


@dataclass(frozen=True)
class Told:
    """A kind, its notices, and events of it that between them need every text."""

    kind: Kind[Any]
    notices: Notices
    happened: Sequence[Happened]


@dataclass(frozen=True)
class ToldOfFacts:
    """The notices of facts, and facts that between them need every text."""

    title: str
    notices: FactNotices
    reports: Sequence[Report]


@dataclass(frozen=True)
class Row:
    """One text of an event; `message` is its key, None for what goes by SMS."""

    event: str
    readers: Sequence[str]
    message: str | None
    text: Text


def notice_document(told: Iterable[Told], of_facts: Iterable[ToldOfFacts]) -> str:
    """The whole page. Raises `ValueError` for an event or a text that the events given leave out."""
    sections = [
        "# Notices",
        "Made from the code by `make notices`: not to be edited. Of each event: who finds which message in the inbox\n"
        "(`GET /v1/inbox`), by its key (`message`) and in words (`text`). Ops share one inbox: what is theirs to do.\n"
        "Braces are the message's `parameters`; `time` is shown in Beijing time in Chinese and in UTC in English.\n"
        "*SMS* goes out besides, best effort, to a creator whose own id is the id of a contact with a phone number.",
        *(_section(one) for one in told),
        *(_section_of_facts(one) for one in of_facts),
    ]
    return "\n\n".join(sections) + "\n"


def rows(told: Told) -> Sequence[Row]:
    """The texts of a kind in the order of its events. Raises `ValueError` where events or texts are left out."""
    found = [row for event in (*told.kind.events, *SHARED_EVENTS) for row in _of(event, told)]
    if unused := set(told.notices.texts) - {row.message for row in found}:
        raise ValueError(f"{told.kind.name}: no event tells {', '.join(sorted(unused))}")
    return found


def _of(event: type[Event], told: Told) -> Iterable[Row]:
    happened = [one for one in told.happened if type(one.event) is event]
    if not happened:
        raise ValueError(f"{told.kind.name}: no example of {event.type_name()}")
    readers: dict[str, list[str]] = {}
    for one in happened:
        for notice in told.notices.of(one, _PARTIES):
            role = notice.recipient.partition(":")[0]
            known = readers.setdefault(notice.message, [])
            if role not in known:
                known.append(role)
    by_sms = told.notices.sms.get(event, {})
    for message, roles in readers.items():
        yield Row(event.type_name(), roles, message, told.notices.texts[message])
        if message in by_sms:
            yield Row(event.type_name(), roles, None, by_sms[message])


def rows_of_facts(told: ToldOfFacts) -> Sequence[Row]:
    """The texts of facts. Raises `ValueError` where a text is left out."""
    found = {
        notice.message: Row(
            f"{type(report.fact).__name__}Reported",
            [notice.recipient.partition(":")[0]],
            notice.message,
            told.notices.texts[notice.message],
        )
        for report in told.reports
        for notice in told.notices.of(report.stream, report.version, report.fact)
    }
    if unused := set(told.notices.texts) - set(found):
        raise ValueError(f"{told.title}: no fact tells {', '.join(sorted(unused))}")
    return list(found.values())


def _section(told: Told) -> str:
    found = rows(told)
    silent = [
        f"`{event.type_name()}`"
        for event in (*told.kind.events, *SHARED_EVENTS)
        if event.type_name() not in {row.event for row in found}
    ]
    title = told.kind.name.replace("-", " ").capitalize()
    return "\n".join([f"## {title}", "", f"Nobody is told of: {', '.join(silent) or NOBODY}.", "", *_table(found)])


def _section_of_facts(told: ToldOfFacts) -> str:
    return "\n".join([f"## {told.title}", "", *_table(rows_of_facts(told))])


def _table(found: Iterable[Row]) -> Iterable[str]:
    yield _row("Event", "Who", "Message", "中文", "English")
    yield "|" + "---|" * 5
    for row in found:
        message = f"`{row.message}`" if row.message else "*SMS*"
        yield _row(f"`{row.event}`", ", ".join(row.readers), message, row.text.zh, row.text.en)


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"
