"""Where a command finds the API."""

from pathlib import Path

from settings import read_settings

ADDRESS = "http://127.0.0.1:8070"


def test_the_addresses_of_the_running_stack_are_found_by_the_other_commands(tmp_path: Path) -> None:
    """Without one, the default is taken; an address that was given wins."""
    from commands.options import announce, announced_api

    (tmp_path / "run").mkdir()
    settings = read_settings(home=tmp_path)
    assert announced_api(settings) == ADDRESS

    announce(tmp_path, {"api": "http://127.0.0.1:9999"})

    assert announced_api(settings) == "http://127.0.0.1:9999"
    assert announced_api(read_settings(home=tmp_path, api_bind="127.0.0.1:7777")) == "http://127.0.0.1:7777"
