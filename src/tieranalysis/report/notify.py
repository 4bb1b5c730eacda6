"""Telling somebody how a run went: a message to a web address, a mail, or neither, as the plan's settings say.

[settings]
webhook = "https://chat.example.gov.uk/hooks/reports"
mail = { host = "smtp.example.gov.uk", from = "reports@example.gov.uk", to = ["finance@example.gov.uk"], when = "failed" }
"""

import json
import smtplib
import urllib.request
from collections.abc import Callable, Mapping
from email.message import EmailMessage
from typing import Any

PATIENCE_SECONDS = 10


def tell(settings: Mapping[str, Any], failed: bool, headline: str, summary: str) -> list[str]:
    """Send what the settings ask for; returns what could not be sent. A run never fails for it."""
    asked: list[tuple[str, Callable[[], None]]] = []
    if settings["webhook"]:
        asked.append(("webhook", lambda: _post(settings["webhook"], failed, headline, summary)))
    if settings["mail"] and (failed or settings["mail"].get("when") == "always"):
        asked.append(("mail", lambda: _mail(settings["mail"], headline, summary)))
    return [fault for name, send in asked if (fault := _tried(name, send))]


def _tried(name: str, send: Callable[[], None]) -> str:
    try:
        send()
    except (OSError, ValueError, KeyError, smtplib.SMTPException) as error:
        return f"The {name} of the plan's settings could not be told: {type(error).__name__}: {error}"
    return ""


def _post(address: str, failed: bool, headline: str, summary: str) -> None:
    if not address.startswith(("https://", "http://")):
        raise ValueError(f"{address!r} is not a web address")
    body = json.dumps({"text": headline, "failed": failed, "summary": summary}).encode()
    request = urllib.request.Request(address, body, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=PATIENCE_SECONDS):
        pass


def _mail(settings: Mapping[str, Any], headline: str, summary: str) -> None:
    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = headline, settings["from"], ", ".join(settings["to"])
    message.set_content(summary)
    with smtplib.SMTP(settings["host"], settings.get("port", 25), timeout=PATIENCE_SECONDS) as server:
        server.send_message(message)
