"""How the console looks: one style sheet, light and dark, and the small pages that say what went wrong."""

from collections.abc import Mapping
from html import escape
from http import HTTPStatus
from typing import Final

from fastapi.responses import HTMLResponse

from api.pages.page import document

EVERY: Final = 10
"""Seconds after which a page that lives is read again."""

REFRESH: Final = f'<meta http-equiv="refresh" content="{EVERY}">'
ALERTS: Final = "/console/alerts"

STYLE: Final = """
:root{color-scheme:light dark;
--ground:#f4f6f8;--card:#fff;--line:#dde3e9;--text:#1b2530;--soft:#5a6876;--accent:#1f5f8b;--on-accent:#fff;
--late:#a8201a;--late-ground:#fdf0ee;--late-line:#eec4be;--high:#12603f;--high-ground:#e4f3ea;
--medium:#705000;--medium-ground:#f8f0d8;--low:#4c5a68;--low-ground:#e9eef2}
@media(prefers-color-scheme:dark){:root{
--ground:#10161c;--card:#18212a;--line:#2b3843;--text:#e3eaf0;--soft:#9aa9b7;--accent:#8cc4ee;--on-accent:#0d1a24;
--late:#ff9d92;--late-ground:#2c1b1b;--late-line:#6b3833;--high:#8fdbb4;--high-ground:#173326;
--medium:#e8cc80;--medium-ground:#352c14;--low:#b4c1cd;--low-ground:#25303a}}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--text);font:16px/1.5 system-ui,sans-serif;overflow-wrap:anywhere}
main,header{max-width:48rem;margin:0 auto;padding:0 1rem}
header{padding-top:1.75rem}
h1{font-size:1.6rem;line-height:1.2;margin:0}
h2{font-size:1.1rem;line-height:1.35;margin:.1rem 0 0}
h2 span{font-weight:400;color:var(--soft)}
p{margin:.35rem 0}
a{color:var(--accent);text-underline-offset:.15em}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px;border-radius:4px}
.top{display:flex;flex-wrap:wrap;justify-content:space-between;align-items:baseline;gap:.25rem 1rem}
.soft,footer{color:var(--soft);font-size:.875rem}
footer{padding:.5rem 0 2.5rem}
nav{display:flex;flex-wrap:wrap;gap:.5rem;margin:1rem 0;align-items:center}
nav a{display:inline-flex;align-items:center;min-height:2.5rem;padding:.25rem .9rem;border:1px solid var(--line);
border-radius:2rem;background:var(--card);color:inherit;text-decoration:none}
nav a:hover{border-color:var(--accent)}
nav a[aria-current]{background:var(--text);border-color:var(--text);color:var(--ground)}
.who{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:.75rem 1.15rem}
.soon{white-space:nowrap}
nav b{font-weight:600;margin-left:.45rem}
.said{border:1px solid var(--line);border-left:4px solid var(--high);border-radius:8px;background:var(--card);
padding:.6rem 1rem;margin:1rem 0}
ol{list-style:none;margin:0;padding:0}
li{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:1rem 1.15rem;margin:0 0 .9rem}
li.late{border-color:var(--late-line);box-shadow:inset 4px 0 0 var(--late)}
.kind{font-weight:600}
.class{display:inline-block;padding:0 .55rem;border-radius:1rem;font-size:.8rem;line-height:1.45rem;font-weight:600;
background:var(--low-ground);color:var(--low)}
.class.high{background:var(--high-ground);color:var(--high)}
.class.medium{background:var(--medium-ground);color:var(--medium)}
.owed{font-size:1.02rem}
.late .owed{color:var(--late);background:var(--late-ground);border-radius:8px;padding:.45rem .7rem;margin:.5rem 0}
blockquote{margin:.5rem 0;padding:.1rem 0 .1rem .8rem;border-left:3px solid var(--line);white-space:pre-line}
.end{display:flex;flex-wrap:wrap;justify-content:space-between;align-items:center;gap:.6rem 1rem;margin-top:.7rem}
.end form{margin-left:auto}
.reach{display:flex;flex-wrap:wrap;gap:.1rem 1.1rem;margin:0}
.reach a{display:inline-flex;align-items:center;min-height:2.5rem}
button{font:inherit;font-weight:600;min-height:2.75rem;padding:.4rem 1.3rem;border:0;border-radius:8px;cursor:pointer;
background:var(--accent);color:var(--on-accent)}
button:hover{filter:brightness(1.08)}
code{font:.8125rem/1.4 ui-monospace,monospace}
.none{text-align:center;padding:3.5rem 1rem;background:var(--card);border:1px solid var(--line);border-radius:12px}
.none p{color:var(--soft)}
@media(max-width:32rem){header{padding-top:1.1rem}li{padding:.9rem}.end form,.end button{width:100%}}
"""


def notice(
    title: str,
    text: str,
    status: int = HTTPStatus.OK,
    *,
    headers: Mapping[str, str] | None = None,
    refreshes: bool = False,
) -> HTMLResponse:
    """A page that says one thing, and leads back to the alerts."""
    body = (
        f'<header></header><main><div class="none"><h1>{escape(title)}</h1><p>{escape(text)}</p>'
        f'<p><a href="{ALERTS}">To the alerts</a></p></div></main>'
    )
    return document(title, body, status=status, style=STYLE, head=REFRESH if refreshes else "", headers=headers)
