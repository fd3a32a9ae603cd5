"""Alerts on the command line, against a server that answers as the API does; and what doctor says of Slack."""

import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from builders import MONDAY, a_playbook, an_agreement

from commands.doctor import _slack
from commands.exits import Exit
from domain.errors import SettingsInvalidError
from domain.terms.alerts import AlertRoute, AlertTerms, Means
from ledger.database.migrating import upgrade
from ledger.ledger import Ledger
from settings import Settings, read_settings
from starter import run

THIS_YEAR = datetime.now(UTC).year
ALERT = {
    "alert_id": "l1:1:alert:0",
    "to": "ana",
    "about": "new_lead",
    "raised_at": f"{THIS_YEAR}-03-02T15:00:00+00:00",
    "name": "Maya",
    "company": "Continental",
    "owed": "call first-call",
    "owed_at": f"{THIS_YEAR}-03-02T15:05:00+00:00",
    "acknowledged_by": "",
    "acknowledged_at": None,
    "detail": "slack hot-leads: answered 404 no_service",
}
TAKEN = {"state": "applied", "acknowledged_by": "ana", "detail": ""}
ASIDE = {"person": "ana", "since": "2026-03-02T15:00:00+00:00", "lead_id": "l1", "reason": "did not answer for lead l1"}


class PlayedApi(ThreadingHTTPServer):
    """Answers from a table of paths, and keeps what it was asked."""

    def __init__(self, answers: dict[str, Any]) -> None:
        super().__init__(("127.0.0.1", 0), _Asked)
        self.answers = answers
        self.asked: list[tuple[str, str, Any]] = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class _Asked(BaseHTTPRequestHandler):
    server: PlayedApi

    def do_GET(self) -> None:
        self._answer(None)

    def do_POST(self) -> None:
        self._answer(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))

    def log_message(self, *arguments: Any) -> None:
        """Nothing is printed into the test's output."""

    def _answer(self, body: Any) -> None:
        self.server.asked.append((self.command, self.path, body))
        said = json.dumps(self.server.answers[self.path.partition("?")[0]]).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)


@pytest.fixture
def api(monkeypatch: pytest.MonkeyPatch) -> Iterator[PlayedApi]:
    """The API, where the command line looks for it."""
    server = PlayedApi(
        {
            "/v1/alerts": {"alerts": [ALERT]},
            "/v1/alerts/l1:1:alert:0/acknowledge": TAKEN,
            "/v1/numbers/paused-reps": {"paused_reps": [ASIDE]},
        }
    )
    monkeypatch.setenv("SEVENFOLD_API", server.address)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def test_alerts_are_shown_with_what_is_owed(api: PlayedApi, capsys: pytest.CaptureFixture[str]) -> None:
    """One line each, for one person and still open, as asked."""
    assert run(["alerts", "--to", "ana", "--open"]) == Exit.OK

    shown = capsys.readouterr().out
    assert api.asked == [("GET", "/v1/alerts?to=ana&open=true&limit=500", None)]
    assert all(said in shown for said in ("l1:1:alert:0", "new lead", "Maya, Continental", "call first-call", "15:05Z"))
    assert "slack hot-leads: answered 404 no_service" in shown


def test_alerts_are_json_for_programs(api: PlayedApi, capsys: pytest.CaptureFixture[str]) -> None:
    """As the API answers them; nothing is asked for that was not."""
    assert run(["alerts", "--json"]) == Exit.OK

    assert json.loads(capsys.readouterr().out) == [ALERT]
    assert api.asked == [("GET", "/v1/alerts?limit=500", None)]


def test_no_alert_is_said_beside_the_list(api: PlayedApi, capsys: pytest.CaptureFixture[str]) -> None:
    """The list itself is empty."""
    api.answers["/v1/alerts"] = {"alerts": []}

    assert run(["alerts"]) == Exit.OK

    printed = capsys.readouterr()
    assert (printed.out, printed.err) == ("", "No alerts.\n")


def test_an_alert_is_taken_up_by_name(api: PlayedApi, capsys: pytest.CaptureFixture[str]) -> None:
    """What became of it is said."""
    assert run(["acknowledge", "l1:1:alert:0", "--by", "ana"]) == Exit.OK

    assert capsys.readouterr().out == "Acknowledged by ana\n"
    assert api.asked == [("POST", "/v1/alerts/l1:1:alert:0/acknowledge", {"by": "ana", "note": ""})]


def test_who_is_set_aside_is_shown(api: PlayedApi, capsys: pytest.CaptureFixture[str]) -> None:
    """With the lead that they let lie."""
    assert run(["report", "paused-reps"]) == Exit.OK

    assert "did not answer for lead l1" in capsys.readouterr().out


async def test_doctor_knows_which_webhook_has_no_address(tmp_path: Path) -> None:
    """Lint cannot: addresses are secrets of the installation."""
    routes = (AlertRoute(by=(Means.SLACK,), slack="hot-leads"),)
    here = Settings(home=tmp_path)
    assert await _slack(here) == "the agreement sends no alert to Slack"
    upgrade(here.ledger_url)
    ledger = Ledger.open(here.ledger_url)
    await ledger.publications.publish(a_playbook(agreement=an_agreement(alerts=AlertTerms(routes=routes))), MONDAY)
    await ledger.close()

    with pytest.raises(
        SettingsInvalidError, match=r"no address for the Slack webhook hot-leads .*, so its alerts go by email"
    ):
        await _slack(here)
    known = read_settings(home=tmp_path, slack_webhooks="hot-leads=https://hooks.slack.example/services/x")
    assert await _slack(known) == "webhooks with an address: hot-leads"
