"""What the API says of itself, for programs: /api/v1/openapi.json."""

from pathlib import Path

from flask import Response

from office.api.public import bp

DOCUMENT = Path(__file__).with_name("openapi.json")


@bp.get("/openapi.json")
def openapi() -> Response:
    return Response(DOCUMENT.read_bytes(), mimetype="application/json")
