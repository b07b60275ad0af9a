"""Bodies of commands, made from the commands themselves: a text where a command refers to one, and nothing that is
no choice of the caller's.
"""

from copy import copy
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, TypeVar, get_args

from pydantic import BaseModel, Field, StringConstraints, create_model
from pydantic.fields import FieldInfo

from luyue.api import identifiers
from luyue.api.problems import Problem
from luyue.api.tokens import Caller
from luyue.domain.messages import Command, NewProcess, Sender, Value
from luyue.domain.process import Kind, Note
from luyue.journal.personal_data import KeptText

FreeText = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]
"""A text by a person; kept where it can be erased."""


@dataclass(frozen=True)
class Separated:
    """A command's fields with references in place of texts, and the texts."""

    fields: dict[str, Any]
    texts: list[KeptText]


FOR_WHOM = "Only a service says for which side it acts; everybody else acts for the own one."


def body_of(kind: Kind[Any], command: type[Command]) -> type[BaseModel]:
    """The body model of a kind's command."""
    fields: dict[str, Any] = {}
    for name, field in command.model_fields.items():
        if _marked(field, NewProcess) is not None:
            continue
        if _marked(field, Sender) is not None:
            side: Any = field.annotation
            fields[name] = (side | None, Field(None, description=FOR_WHOM))
        elif field.annotation is Note:
            fields[name] = (FreeText, field)
        elif Note in get_args(field.annotation):
            fields[name] = (FreeText | None, field)
        else:
            fields[name] = (field.annotation, copy(field))
    return create_model(f"{kind.title}{command.__name__}Body", __base__=Value, __doc__=command.__doc__, **fields)


def filled_in(
    command: type[Command], body: BaseModel, caller: Caller, received_at: datetime, command_id: str
) -> dict[str, Any]:
    """The fields that are no choice of the caller's: the side that it acts for, and the id of what begins.

    Raises `Problem` where a service does not say for whom it acts, or anybody else says it acts for another.
    """
    fields: dict[str, Any] = {}
    for name, field in command.model_fields.items():
        begins = _marked(field, NewProcess)
        if begins is not None:
            fields[name] = identifiers.process_id(begins.id_prefix, received_at, command_id)
        elif _marked(field, Sender) is not None:
            fields[name] = _side(name, getattr(body, name), caller)
    return fields


def _side(name: str, stated: str | None, caller: Caller) -> str:
    if caller.role != "service":
        if stated in (None, caller.role):
            return caller.role
        raise Problem.of_field(name, f"只能以 {caller.role} 身份操作", f"{name}: you act as {caller.role}")
    if stated == "ops":
        raise Problem.of_field(name, "服务不能代表平台运营", f"{name}: a service acts for a party, not for ops")
    if stated is None:
        raise Problem.of_field(name, "服务须说明代表哪一方", f"{name}: a service says for which side it acts")
    return stated


Marker = TypeVar("Marker", NewProcess, Sender)


def _marked(field: FieldInfo, marker: type[Marker]) -> Marker | None:
    return next((one for one in field.metadata if isinstance(one, marker)), None)


def separate(command: type[Command], body: BaseModel, stream: str, command_id: str, digest_key: str) -> Separated:
    """Takes the texts out of a body. The same body of the same command always gives the same references."""
    fields = body.model_dump(mode="json", exclude_defaults=True)
    texts = []
    for name, field in command.model_fields.items():
        text = fields.get(name)
        if isinstance(text, str) and (field.annotation is Note or Note in get_args(field.annotation)):
            note = identifiers.note(digest_key, command_id, name, text)
            fields[name] = note.model_dump()
            texts.append(KeptText(note.id, stream, name, text, note.digest))
    return Separated(fields, texts)
