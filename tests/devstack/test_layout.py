"""Where a stack keeps its files, its ports, and the lock on its state."""

import socket
from pathlib import Path

import pytest

from luyue.devstack.layout import (
    Layout,
    Ports,
    StackUnavailableError,
    StateInUseError,
    _ports_in_turn,
    free_port,
    port_is_free,
)


def test_defaults(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    layout = Layout.from_environment({})
    assert layout.state_directory == Path(__file__).parents[2] / ".dev"
    assert layout.ports == Ports(api=8080, temporal=7233, temporal_ui=8233, postgres=15432)


def test_state_directory_and_port_base_move_everything(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    layout = Layout.from_environment({"LUYUE_STATE_DIR": "elsewhere", "LUYUE_PORT_BASE": "20000"})
    assert layout.environment_file == tmp_path.resolve() / "elsewhere" / "env"
    assert layout.ports == Ports(api=20000, temporal=20001, temporal_ui=20002, postgres=20003)


@pytest.mark.parametrize("base", ["eighty", "80", "65533", "-1", "²"])
def test_a_port_base_that_cannot_be_one_is_refused(base: str) -> None:
    with pytest.raises(StackUnavailableError, match="LUYUE_PORT_BASE"):
        Layout.from_environment({"LUYUE_PORT_BASE": base})


def test_which_temporal(tmp_path: Path) -> None:
    assert not Layout.from_environment({}).production_temporal
    assert not Layout.from_environment({"LUYUE_TEMPORAL": "development"}).production_temporal
    assert Layout.from_environment({"LUYUE_TEMPORAL": "production"}).production_temporal
    with pytest.raises(StackUnavailableError, match="LUYUE_TEMPORAL must be development or production, not 'prod'"):
        Layout.from_environment({"LUYUE_TEMPORAL": "prod"})


def test_a_taken_port_is_named_with_the_way_out(tmp_path: Path) -> None:
    layout = Layout(tmp_path, Ports(free_port(), free_port(), free_port(), free_port()))
    layout.check_ports()
    with (
        socket.create_server(("127.0.0.1", layout.ports.temporal_ui)),
        pytest.raises(StackUnavailableError, match=rf"Port {layout.ports.temporal_ui}.*LUYUE_PORT_BASE"),
    ):
        layout.check_ports(patience=0)
    layout.check_ports()


def test_a_free_port_is_none_that_an_outgoing_connection_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    ports = [free_port() for _ in range(20)]
    assert len(set(ports)) == len(ports)
    assert all(20_000 <= port < 32_768 for port in ports)
    monkeypatch.setattr("luyue.devstack.layout.SERVER_PORTS", range(ports[0], ports[0] + 1))
    _ports_in_turn.cache_clear()
    try:
        with (
            socket.create_server(("127.0.0.1", ports[0])),
            pytest.raises(StackUnavailableError, match=f"All ports from {ports[0]} to {ports[0]} are taken"),
        ):
            free_port()
        assert free_port() == ports[0]
    finally:
        _ports_in_turn.cache_clear()


def test_ports_of_servers_that_run_elsewhere_are_not_needed(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert not port_is_free(port)
        Layout(tmp_path, Ports(free_port(), port, port, port), "postgresql://elsewhere", "elsewhere:7233").check_ports(
            patience=0
        )


def test_a_second_stack_on_the_same_state_is_refused_until_the_first_ends(tmp_path: Path) -> None:
    layout = Layout(tmp_path / "state")
    with layout.locked(), pytest.raises(StateInUseError, match="LUYUE_STATE_DIR"), layout.locked():
        pass
    with layout.locked():
        pass
