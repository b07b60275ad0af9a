"""Each kind's workflow listens to exactly the commands that its rules know."""

import pytest

from luyue.domain.process import SHARED_COMMANDS
from luyue.worker.kinds import KINDS, Declared
from luyue.workflows.messages import Envelope
from tests.workflow.toy_kind import LOAN
from tests.workflow.toy_process import LoanProcess


@pytest.mark.parametrize("declared", [*KINDS, Declared(LOAN, LoanProcess)], ids=lambda declared: declared.kind.name)
def test_a_workflow_listens_to_the_commands_of_its_kind(declared: Declared) -> None:
    known = [*declared.kind.commands, *SHARED_COMMANDS]
    assert sorted(declared.workflow.commands) == sorted(known)
    assert len(set(declared.workflow.commands)) == len(known)


@pytest.mark.parametrize("declared", KINDS, ids=lambda declared: declared.kind.name)
def test_a_workflow_is_named_after_its_kind(declared: Declared) -> None:
    assert declared.workflow.__temporal_workflow_definition.name == declared.kind.name


@pytest.mark.parametrize("declared", KINDS, ids=lambda declared: declared.kind.name)
def test_no_command_has_a_field_that_stands_for_who_and_when(declared: Declared) -> None:
    """Of two fields of one name, one would be lost on the way."""
    for name, command in {**declared.kind.commands, **SHARED_COMMANDS}.items():
        assert not set(command.model_fields) & set(Envelope.model_fields), name
