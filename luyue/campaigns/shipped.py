"""Reads the campaigns that ship as files: as the API takes them, but for times that may be Beijing's, without offset.

An `until` names the last second of a window, which counts whole (CE-01).
"""

import json
from datetime import datetime
from importlib.resources import files
from typing import Any

from luyue.domain.facts import Campaign
from luyue.domain.notices import BEIJING

WINDOWS = ("registration_from", "registration_until", "event_from", "event_until")


def shipped_campaign(name: str) -> Campaign:
    """The campaign in the file of that name (`spring_festival_2024`); raises FileNotFoundError where there is none."""
    return campaign_in(files(__package__).joinpath(f"{name}.json").read_text(encoding="utf-8"))


def campaign_in(content: str) -> Campaign:
    """The campaign that a file describes; raises ValueError where it describes none."""
    given: dict[str, Any] = json.loads(content)
    times = {name: _moment(given[name]) for name in WINDOWS if name in given}
    return Campaign.model_validate_json(json.dumps({**given, **times}))


def _moment(text: str) -> str:
    """A time with its offset, which is Beijing's where none is given."""
    moment = datetime.fromisoformat(text)
    return (moment if moment.tzinfo is not None else moment.replace(tzinfo=BEIJING)).isoformat()
