"""A program with a token, calling a real office over HTTP."""

import json
import urllib.error
import urllib.request
from typing import Any

from tests.real_server import Office


class Program:
    def __init__(self, office: Office, token: str = "") -> None:
        self._api = office.api
        self._token = token

    def get(self, path: str) -> Any:
        return self._ask(urllib.request.Request(self._api + path))

    def post(self, path: str, body: dict[str, Any] | None = None) -> Any:
        data = json.dumps(body or {}).encode()
        request = urllib.request.Request(self._api + path, data)
        request.add_header("Content-Type", "application/json")
        return self._ask(request)

    def _ask(self, request: urllib.request.Request) -> Any:
        """The answer's JSON; a refusal fails the test with its sentence."""
        if self._token:
            request.add_header("Authorization", f"Bearer {self._token}")
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as refusal:
            with refusal:
                raise AssertionError(refusal.read().decode()) from refusal
