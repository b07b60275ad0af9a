"""Which deadlines a kind of process has, read from the source of its state: a new one shows without being run into."""

import ast
import inspect
from datetime import timedelta
from types import ModuleType

from luyue.domain.policy import Policy
from luyue.domain.process import Deadline, deadline_key

NAMING = {Deadline.__name__, deadline_key.__name__, "_deadline", "running", "moved", "extended"}
"""What is called with a deadline's name: to declare it, or to move it."""
WINDOWS = {name for name, field in Policy.model_fields.items() if field.annotation is timedelta}


def deadline_names(state: ModuleType) -> set[str]:
    """The names that deadlines are declared or moved by, and the policy's windows that they are reckoned with."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(inspect.getsource(state))):
        match node:
            case ast.Attribute(value=ast.Name(id="policy"), attr=attribute) if attribute in WINDOWS:
                names.add(attribute)
            case ast.Call(func=ast.Name(id=called) | ast.Attribute(attr=called)) if called in NAMING:
                names |= _first_text(node)
    return names


def _first_text(call: ast.Call) -> set[str]:
    named = [keyword.value for keyword in call.keywords if keyword.arg in ("name", "deadline")]
    texts = [one.value for one in (*call.args, *named) if isinstance(one, ast.Constant) and isinstance(one.value, str)]
    return set(texts[:1])
