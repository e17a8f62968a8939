"""A report as one HTML file that asks no host for anything, and reads without JavaScript."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Sequence
from html import escape
from typing import Any

from jupyter_tracker.analysis import formats
from jupyter_tracker.render import compare as page
from jupyter_tracker.reports import figures
from jupyter_tracker.reports.content import Content, Table, gather
from jupyter_tracker.reports.files import GENERATOR
from jupyter_tracker.reports.source import ReportSource

_STYLE = """
:root{color-scheme:light dark;--ink:#1d2127;--soft:#5c6470;--line:#d9dde3;--back:#fff;--raised:#f6f7f9}
@media(prefers-color-scheme:dark){:root{--ink:#e3e6ea;--soft:#9aa3af;--line:#363c45;--back:#15181d;--raised:#1d2127}}
*{box-sizing:border-box}
body{margin:0 auto;padding:32px 20px 64px;max-width:980px;background:var(--back);color:var(--ink);
font:15px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
h1{font-size:26px;line-height:1.25;margin:0 0 8px;overflow-wrap:anywhere}
h2{font-size:18px;margin:36px 0 8px;padding-top:12px;border-top:1px solid var(--line)}
.finding{font-size:17px;margin:0 0 4px}.about,.note{color:var(--soft)}.note{font-size:13px}
.scroll{overflow-x:auto}table{border-collapse:collapse;font-variant-numeric:tabular-nums;font-size:14px}
th,td{text-align:left;vertical-align:top;padding:5px 16px 5px 0;border-bottom:1px solid var(--line)}
th{color:var(--soft);font-weight:600}td{overflow-wrap:break-word;max-width:32em}
figure{margin:20px 0}figure img{max-width:100%;height:auto;border-radius:6px;background:#fff}
figure.drawn img{display:none}.live{min-height:0}
pre{background:var(--raised);padding:10px 12px;border-radius:6px;overflow-x:auto;
font:13px/1.5 ui-monospace,Menlo,Consolas,monospace}
code{font-family:ui-monospace,Menlo,Consolas,monospace;font-size:.92em}
details{margin:8px 0}summary{cursor:pointer}
@media print{body{max-width:none;padding:0;background:#fff;color:#000}figure.drawn img{display:block}
.live{display:none}figure,table,pre{break-inside:avoid}details>*{display:block}pre{white-space:pre-wrap}}
"""

_SCRIPT = """
const ink = getComputedStyle(document.documentElement).getPropertyValue("--soft");
for (const holder of document.querySelectorAll("figure")) {
  const figure = JSON.parse(holder.querySelector("script").textContent);
  const node = holder.querySelector(".live");
  figure.layout.font = { ...figure.layout.font, color: ink, family: "system-ui, sans-serif" };
  Plotly.newPlot(node, figure.data, figure.layout, figure.config).then(() => holder.classList.add("drawn"));
}
"""


def build(source: ReportSource, ids: Sequence[str], *, chosen_from: int | None = None, title: str | None = None) -> str:
    """One HTML document about the runs `ids`, the first one being the baseline.

    Plotly's script lies inside; a policy in the document forbids it and all else to load anything.

    Args:
        source: where records, series and blobs come from.
        ids: run ids, at least one; raises ValueError without.
        chosen_from: from how many runs these were chosen; said in the report.
        title: the report's title; by default it names the runs.
    """
    content = gather(source, ids, chosen_from=chosen_from, title=title)
    drawn = _figures(content)
    scripts = [_plotly(), _SCRIPT] if drawn else []
    allowed = " ".join(f"'sha256-{_digest(script)}'" for script in scripts) or "'none'"
    policy = (
        f"default-src 'none'; script-src {allowed}; style-src 'unsafe-inline'; img-src data: blob:; "
        "base-uri 'none'; form-action 'none'"
    )
    body = [_opening(content), _table(content.runs), _also(content), *drawn, *_closing(content)]
    body += [f"<script>{script}</script>" for script in scripts]
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        f"{GENERATOR}"
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        '<meta name="referrer" content="no-referrer">'
        f"<title>{_esc(content.title)}</title><style>{_STYLE}</style></head>\n<body>\n"
        + "\n".join(body)
        + "\n</body></html>\n"
    )


def _plotly() -> str:
    from plotly.offline import get_plotlyjs

    script: str = get_plotlyjs()
    return script.replace("\r\n", "\n")


def _digest(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


def _esc(text: str) -> str:
    return escape(formats.clean(text), quote=True)


def _opening(content: Content) -> str:
    undrawn = f'<p class="note">Not drawn: {_esc(", ".join(content.undrawn[:40]))}.</p>' if content.undrawn else ""
    return (
        f'<h1>{_esc(content.title)}</h1><p class="finding"><b>{_esc(content.finding)}</b></p>'
        f'<p class="about">{_esc(" · ".join(content.about))}</p>{undrawn}'
    )


def _figures(content: Content) -> list[str]:
    drawn = []
    if content.bars:
        drawn.append(_figure(figures.bars(content), figures.bars_picture(content), content.finding, ""))
    for chart in content.charts:
        said = f"{chart.metric} of {', '.join(line.label for line in chart.lines)}"
        drawn.append(_figure(figures.curves(chart), figures.curves_picture(chart), said, chart.note))
    return drawn


def _figure(figure: dict[str, Any], picture: bytes, said: str, note: str) -> str:
    data = json.dumps(figure, allow_nan=False).replace("<", "\\u003c")
    image = base64.b64encode(picture).decode()
    caption = f'<figcaption class="note">{_esc(note)}</figcaption>' if note else ""
    return (
        f'<figure><div class="live"></div><img alt="{_esc(said)}" width="760" src="data:image/png;base64,{image}">'
        f"{caption}"
        f'<script type="application/json">{data}</script></figure>'
    )


def _table(table: Table) -> str:
    if not table.rows:
        return ""
    head = "".join(f'<th scope="col">{_esc(text)}</th>' for text in table.head)
    rows = "".join(f"<tr>{''.join(f'<td>{_esc(text)}</td>' for text in row)}</tr>" for row in table.rows)
    return f'<div class="scroll"><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>'


def _also(content: Content) -> str:
    if not content.also.rows:
        return ""
    count = formats.plural(len(content.also.rows), "metric")
    return f"<details><summary>Also seen: {count}</summary>{_table(content.also)}</details>"


def _closing(content: Content) -> list[str]:
    answers = content.comparison["sections"]
    parts = []
    if len(content.labels) > 1:
        parts += ["<h2>What differs</h2>", _table(content.differs)]
        for label, code in zip(content.labels.values(), content.comparison["code"], strict=True):
            if not code["same"]:
                summary = f"{label}: {formats.plural(code['lines'], 'line')} of code"
                parts.append(f"<details><summary>{_esc(summary)}</summary>{page.diff(code['diff'])}</details>")
    if content.errors:
        parts.append("<h2>Errors</h2>")
    for error in content.errors:
        parts.append(f"<p><b>{_esc(error.run)}</b>: {_esc(error.line)}</p>")
        parts += [_folded("Traceback", error.traceback)] if error.traceback else []
    parts += ["<h2>Data</h2>", f"<p>{_esc(answers['inputs'])}</p>", _table(content.inputs)]
    parts += ["<h2>Environment</h2>", f"<p>{_esc(answers['environment'])}</p>", _table(content.environment)]
    if content.packages:
        pinned = "\n".join(f"{name}=={version}" for name, version in content.packages.items())
        parts.append(_folded(formats.plural(len(content.packages), "package"), pinned))
    steps = "".join(f"<li>{_spoken(step)}</li>" for step in content.again)
    parts += ["<h2>How to do it again</h2>", f"<ol>{steps}</ol>"]
    parts += [_folded(f"Uncommitted changes of {names}", patch) for names, patch in content.patches]
    parts.append("<h2>The code that made these runs</h2>")
    for cell in content.cells:
        parts.append(f"<p><b>{_esc(cell.title)}</b> of {_esc(', '.join(cell.runs))}</p>{_code(cell.source)}")
    return parts if content.cells else [*parts, "<p>The source is not kept.</p>"]


def _folded(summary: str, text: str) -> str:
    return f"<details><summary>{_esc(summary)}</summary>{_code(text)}</details>"


def _code(text: str) -> str:
    return f"<pre>{escape(text.replace(chr(0), ''), quote=True)}</pre>"


def _spoken(step: str) -> str:
    """A step's text; what stands between backticks is code."""
    return "".join(
        f"<code>{_esc(part)}</code>" if place % 2 else escape(part) for place, part in enumerate(step.split("`"))
    )
