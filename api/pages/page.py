"""Pages for people: they load nothing from elsewhere, run no script, and nobody keeps them."""

from collections.abc import Mapping
from html import escape
from http import HTTPStatus

from fastapi.responses import HTMLResponse

HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'"
    ),
}
_STYLE = (
    "body{font:18px/1.5 system-ui,sans-serif;max-width:32rem;margin:15vh auto;padding:0 1rem}"
    "body{color:#1c2733;background:#fff}button,input,select,textarea{font:inherit}button{padding:.4rem 1rem}"
    ".field{margin:1rem 0}.field label,legend{font-weight:600}.field .hint,.field .error{display:block}"
    ".field input,.field select,.field textarea{width:100%;box-sizing:border-box;padding:.4rem}"
    "fieldset{border:1px solid #c9d3dc;border-radius:4px}.hint{color:#51606d;font-weight:400;font-size:.85em}"
    ".error{color:#a31621}[aria-invalid=true]{border:2px solid #a31621}"
    "@media(max-width:32rem){body{margin:2rem auto}}"
)


def page(title: str, body: str, status: int = HTTPStatus.OK) -> HTMLResponse:
    """A page of one heading, for who follows a signed link; ``body`` is HTML, whose texts the caller has escaped."""
    return document(title, f"<main><h1>{escape(title)}</h1>{body}</main>", status=status, style=_STYLE)


def document(
    title: str,
    body: str,
    *,
    status: int = HTTPStatus.OK,
    style: str,
    head: str = "",
    headers: Mapping[str, str] | None = None,
) -> HTMLResponse:
    """A whole page; ``body`` and ``head`` are HTML, whose texts the caller has escaped."""
    html = (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f'<meta name="viewport" content="width=device-width">{head}<style>{style}</style></head>'
        f"<body>{body}</body></html>"
    )
    # The status is a number in logs, and not an enum's name.
    return HTMLResponse(html, int(status), {**HEADERS, **(headers or {})})
