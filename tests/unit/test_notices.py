"""Notices of every kind: each event tells whom it concerns, readable in both languages, and holds no free text."""

import json
import re

import pytest

from luyue.domain.messages import Event
from luyue.domain.process import SHARED_EVENTS
from luyue.worker.kinds import KINDS
from tests.unit.notice_examples import EVERY_KIND, Examples

CHINESE = re.compile(r"[\u4e00-\u9fff]")
EACH = [(examples, event) for examples in EVERY_KIND for event in examples.events]
SECRETS = ("secret", "claim-1", "note-1", "evidence/ev_")
GSM_7 = re.compile(r"[A-Za-z0-9 @!\"#%&'()*+,./:;<=>?_\n-]*")
"""What of ASCII an SMS holds 160 of."""

every_kind = pytest.mark.parametrize("examples", EVERY_KIND, ids=lambda examples: examples.kind.name)
every_event = pytest.mark.parametrize(
    ("examples", "event"), EACH, ids=[f"{examples.kind.name}-{event.type_name()}" for examples, event in EACH]
)


def test_every_kind_that_is_served_has_notices_and_examples() -> None:
    assert [(declared.kind, declared.notices) for declared in KINDS] == [
        (examples.kind, examples.notices) for examples in EVERY_KIND
    ]


@every_kind
def test_every_event_has_an_example(examples: Examples) -> None:
    assert {type(event) for event in examples.events} == {*examples.kind.events, *SHARED_EVENTS}


@every_kind
def test_every_text_is_used(examples: Examples) -> None:
    assert {notice.message for event in examples.events for notice in examples.of(event)} == set(examples.notices.texts)


@every_event
def test_every_notice_can_be_read_in_both_languages(examples: Examples, event: Event) -> None:
    for text in examples.read(event).values():
        assert CHINESE.search(text.zh)
        assert re.search("[A-Za-z]{3}", text.en)
        assert not CHINESE.search(text.en)
        assert text.zh.endswith("。")
        assert text.en.endswith(".")
        for language in (text.zh, text.en):
            assert examples.parties.id in language
            assert not re.search(r"[{}<>]|None", language)


@every_event
def test_notices_hold_neither_notes_nor_evidence(examples: Examples, event: Event) -> None:
    for notice in examples.of(event):
        kept = json.dumps(notice.parameters)
        assert not [secret for secret in SECRETS if secret in kept]
        assert not {"note", "reason", "claim", "evidence"} & set(notice.parameters)


@every_event
def test_nobody_is_told_twice_of_an_event(examples: Examples, event: Event) -> None:
    recipients = [notice.recipient for notice in examples.of(event)]
    assert len(recipients) == len(set(recipients))


@every_event
def test_without_a_party_only_the_others_are_told(examples: Examples, event: Event) -> None:
    told = {notice.recipient for notice in examples.of(event)}
    unknown = examples.parties.model_copy(update={"merchant_id": None})
    assert {notice.recipient for notice in examples.of(event, unknown)} == told - {"merchant:m1"}


@every_event
def test_an_sms_goes_to_creators_fits_into_one_and_names_nobody(examples: Examples, event: Event) -> None:
    told = examples.by_sms(event)
    assert set(told) <= {"creator:c1"}
    for text in told.values():
        assert len(text.zh) <= 70
        assert len(text.en) <= 160
        assert GSM_7.fullmatch(text.en)
        for language in (text.zh, text.en):
            assert not re.search(r"c1|m1|p1|[{}<>]|None", language)


@every_kind
def test_what_is_told_by_sms_is_in_the_inbox_too(examples: Examples) -> None:
    for event, words in examples.notices.sms.items():
        assert event in examples.kind.events
        assert words
        assert set(words) <= set(examples.notices.texts)


@every_kind
def test_an_event_of_another_kind_is_refused(examples: Examples) -> None:
    class SomethingElse(Event):
        pass

    with pytest.raises(TypeError, match="SomethingElse"):
        examples.of(SomethingElse())
