"""The key of a development stack's dossiers: made once, for its owner alone, and handed to the programs as a path."""

from pathlib import Path

from luyue.api.settings import ApiSettings
from luyue.devstack.console import Silent
from luyue.devstack.keys import load_or_make_keys, make_dossier_key
from luyue.devstack.layout import Layout
from luyue.devstack.stack import Stack
from luyue.dossier.keys import Keyring


def test_it_is_made_once_and_kept(tmp_path: Path) -> None:
    first, second = tmp_path / "first.pem", tmp_path / "second.pem"
    for file in (first, second, first):
        make_dossier_key(file)
    made = Keyring.of(str(first)).signing_id
    make_dossier_key(first)
    assert Keyring.of(str(first)).signing_id == made
    assert Keyring.of(str(second)).signing_id != made
    assert first.stat().st_mode & 0o777 == 0o600


def test_the_api_is_told_of_it(tmp_path: Path) -> None:
    layout = Layout(tmp_path)
    make_dossier_key(layout.dossier_key_file)
    environment = Stack(layout, load_or_make_keys(layout.secrets_file), Silent()).environment
    settings = {name.removeprefix("LUYUE_").lower(): value for name, value in environment.items()}
    taken = ApiSettings.model_validate({name: settings[name] for name in ApiSettings.model_fields if name in settings})
    assert Keyring.of(taken.dossier_key).signing_id == Keyring.of(layout.dossier_key_file.read_text()).signing_id
