"""What every answer says to the browser: nothing from elsewhere, nothing inline, nothing kept."""

from flask import Flask, Response, request

POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)

STAFF_DOORS = frozenset({"casework", "analysis", "admin", "agency", "audit"})
"""Their pages alone may run our one script, of keys and rows; citizens' pages and the sign-in run none at all."""
STAFF_POLICY = f"{POLICY}; script-src 'self'; connect-src 'self'"


def runs_script() -> bool:
    return request.blueprint in STAFF_DOORS


def install(app: Flask, *, secure: bool) -> None:
    @app.after_request
    def harden(response: Response) -> Response:
        headers = response.headers
        headers.setdefault(
            "Content-Security-Policy", STAFF_POLICY if runs_script() and response.status_code != 404 else POLICY
        )
        headers["X-Content-Type-Options"] = "nosniff"
        headers["Referrer-Policy"] = "no-referrer"
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), interest-cohort=()"
        headers["Cross-Origin-Opener-Policy"] = "same-origin"
        headers["Cross-Origin-Resource-Policy"] = "same-origin"
        if request.endpoint != "static":
            headers["Cache-Control"] = "no-store"
        if secure:
            headers["Strict-Transport-Security"] = "max-age=63072000"
        return response
