"""Bodies of commands, made from the commands themselves: where a command refers to a text, the body has the text."""

from copy import copy
from dataclasses import dataclass
from typing import Annotated, Any, get_args

from pydantic import BaseModel, StringConstraints, create_model

from luyue.api import identifiers
from luyue.domain.messages import Command, Value
from luyue.domain.process import Note
from luyue.journal.personal_data import KeptText

FreeText = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]
"""A text by a person; kept where it can be erased."""


@dataclass(frozen=True)
class Separated:
    """A command's fields with references in place of texts, and the texts."""

    fields: dict[str, Any]
    texts: list[KeptText]


def body_of(command: type[Command]) -> type[BaseModel]:
    """The body model of a command."""
    fields: dict[str, Any] = {}
    for name, field in command.model_fields.items():
        if field.annotation is Note:
            fields[name] = (FreeText, field)
        elif Note in get_args(field.annotation):
            fields[name] = (FreeText | None, field)
        else:
            fields[name] = (field.annotation, copy(field))
    return create_model(f"{command.__name__}Body", __base__=Value, __doc__=command.__doc__, **fields)


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
