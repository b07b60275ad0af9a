"""A signed dossier as one page to read and to print, which needs nothing but itself and carries the signed file."""

import base64
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from luyue.dossier.keys import WELL_KNOWN
from luyue.dossier.labels import LABELS
from luyue.dossier.signature import DossierFile

Language = Literal["zh", "en"]
BEIJING = ZoneInfo("Asia/Shanghai")

_TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def page(signed: bytes, language: Language, keys_address: str = WELL_KNOWN) -> str:
    """The page of a signed dossier; `keys_address` is where its readers find the keys that prove it."""
    file = DossierFile.model_validate_json(signed)
    return _TEMPLATES.get_template("page.html").render(
        file=file,
        dossier=file.dossier,
        process=file.dossier.process,
        signature=file.signature,
        withheld=_withheld(file),
        keys_address=keys_address,
        original=base64.b64encode(signed).decode(),
        lang="zh-CN" if language == "zh" else "en",
        label={name: getattr(text, language) for name, text in LABELS.items()},
        said=lambda text: getattr(text, language),
        moment=_beijing if language == "zh" else _utc,
    )


def _withheld(file: DossierFile) -> Mapping[int, tuple[str, ...]]:
    return {event.version: event.withheld for event in file.dossier.events if event.withheld}


def _beijing(at: datetime) -> str:
    return _readable(at.astimezone(BEIJING))


def _utc(at: datetime) -> str:
    return f"{_readable(at.astimezone(UTC))}Z"


def _readable(at: datetime) -> str:
    """To the second; what is more exact is in the signed file."""
    return at.strftime("%Y-%m-%d %H:%M:%S")
