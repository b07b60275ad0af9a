"""The file by which others find a running stack, and the keys kept beside it."""

import stat
import subprocess
from pathlib import Path

from luyue.devstack.environment_file import VARIABLES, read_environment_file, write_environment_file
from luyue.devstack.keys import load_or_make_keys

VALUES = dict.fromkeys(VARIABLES, "") | {"LUYUE_API_URL": "http://127.0.0.1:1", "LUYUE_DATABASE_URL": "a 'quoted' $one"}


def test_a_shell_reads_what_was_written(tmp_path: Path) -> None:
    write_environment_file(tmp_path / "env", VALUES)
    script = f'. "{tmp_path}/env"; printf "%s|%s" "$LUYUE_API_URL" "$LUYUE_DATABASE_URL"'
    assert subprocess.check_output(["sh", "-c", script], text=True) == "http://127.0.0.1:1|a 'quoted' $one"
    assert read_environment_file(tmp_path / "env") == VALUES


def test_only_the_owner_reads_it_also_after_rewriting(tmp_path: Path) -> None:
    for _ in range(2):
        write_environment_file(tmp_path / "env", VALUES)
        assert stat.S_IMODE((tmp_path / "env").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["env"]


def test_no_file_means_no_stack(tmp_path: Path) -> None:
    assert read_environment_file(tmp_path / "env") is None


def test_keys_are_made_once(tmp_path: Path) -> None:
    keys = load_or_make_keys(tmp_path / "secrets.json")
    assert load_or_make_keys(tmp_path / "secrets.json") == keys
    assert load_or_make_keys(tmp_path / "others.json") != keys
    assert stat.S_IMODE((tmp_path / "secrets.json").stat().st_mode) == 0o600
