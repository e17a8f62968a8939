"""Fills a folder with runs in which everything that a run can record tries to do something: run a script, follow a
`javascript:` link, trigger a JupyterLab command, fetch something from another host.

    python hostile.py FOLDER

Whatever of it succeeds sets `window.hostile`, runs the command `hostile:run`, or asks `elsewhere.invalid`.
"""
# ruff: noqa: E501 (what attacks is easier to read in one line)

from __future__ import annotations

import base64
import json
import sys
from pathlib import Path
from typing import Any

from compared import Study, picture
from seed import notebook

from jupyter_tracker.store import new_run_id

ACT = "window.hostile=1"
AWAY = "http://elsewhere.invalid"
COMMAND = "<button data-commandlinker-command='hostile:run' data-commandlinker-args='{}'>press</button>"
TEXTS = (
    f"<script>{ACT}</script>",
    f"<img src=x onerror={ACT}>",
    f'"><svg onload={ACT}>',
    f"<iframe srcdoc='<script>parent.{ACT}</script>'></iframe>",
    f"javascript:{ACT}//",
    f"[link](javascript:{ACT})",
    COMMAND,
    f"<img src='{AWAY}/name.png'>",
    f"</script><script>{ACT}</script>",
    "{{constructor.constructor('window.hostile=1')()}}",
    "‮evil‬ \x1b[31mred\x07" + "long " * 45,
)
HTML = f"""
<script>{ACT}</script>
<img src="x" onerror="{ACT}"><img src="{AWAY}/html.png"><img srcset="{AWAY}/set.png 2x">
<a id="jupyter-config-data" href="javascript:{ACT}">link</a>
<a href="data:text/html,<script>opener.{ACT}</script>" target="_blank">data</a>
<a href="java&#10;script:{ACT}">split</a>
{COMMAND}<a data-commandlinker-command="hostile:run" href="#">commandlink</a>
<div style="position:fixed;inset:0;z-index:99999;background:url({AWAY}/style.png)" class="jp-Dialog">covered</div>
<style>@import url({AWAY}/a.css); body {{ background: url({AWAY}/b.png) }}</style>
<link rel="stylesheet" href="{AWAY}/c.css"><base href="{AWAY}/"><meta http-equiv="refresh" content="0;url={AWAY}">
<iframe src="{AWAY}/frame.html"></iframe><object data="{AWAY}/o.swf"></object><embed src="{AWAY}/e.swf">
<video src="{AWAY}/v.mp4" poster="{AWAY}/p.png" autoplay></video><audio src="{AWAY}/a.mp3" autoplay></audio>
<form action="javascript:{ACT}"><input type="image" src="{AWAY}/i.png"><button formaction="javascript:{ACT}">go</button></form>
<svg><image href="{AWAY}/svg.png"/><animate onbegin="{ACT}" attributeName="x"/><a href="javascript:{ACT}">s</a></svg>
<math><mtext><table><mglyph><style><img src=x onerror="{ACT}"></style></mglyph></table></mtext></math>
<table background="{AWAY}/t.png"><tr><td>cell</td></tr></table><details open ontoggle="{ACT}">d</details>
"""
MARKDOWN = f"""# Hostile
[script](javascript:{ACT}) [data](data:text/html,<script>{ACT}</script>) <javascript:{ACT}>
![pixel]({AWAY}/md.png) ![ref][r] $\\href{{javascript:{ACT}}}{{x}}$ $\\style{{background:url({AWAY}/tex.png)}}{{y}}$
$$\\require{{html}}\\class{{jp-Dialog}}{{z}}\\unicode[{AWAY}]{{65}}$$

```mermaid
graph TD; A["<img src={AWAY}/mermaid.png onerror={ACT}>"]-->B; click A "javascript:{ACT}"
```

[r]: {AWAY}/ref.png
{HTML}
"""
SVG = (
    f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" onload="{ACT}" width="20" height="20">'
    f'<script>{ACT}</script><image xlink:href="{AWAY}/in.png" width="9" height="9"/><style>@import "{AWAY}/s.css";</style>'
    f'<foreignObject width="9" height="9"><img xmlns="http://www.w3.org/1999/xhtml" src="{AWAY}/f.png"/></foreignObject></svg>'
)
FIGURE: dict[str, Any] = {
    "data": [{"type": "bar", "y": [1], "text": [f'<a href="javascript:{ACT}">x</a>']}],
    "layout": {"images": [{"source": f"{AWAY}/plotly.png", "sizex": 1, "sizey": 1}], "title": {"text": HTML}},
}
MAP = {"data": [{"type": "scattergeo", "lat": [1], "lon": [2]}], "layout": {}}
VEGA = {
    "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
    "data": {"url": f"{AWAY}/data.csv"},
    "mark": "bar",
    "encoding": {"href": {"value": f"javascript:{ACT}"}},
}
BUNDLES: tuple[dict[str, Any], ...] = (
    {"text/html": HTML},
    {"text/markdown": MARKDOWN},
    {"text/latex": f"$\\href{{javascript:{ACT}}}{{x}}$ $\\style{{background:url({AWAY}/tex2.png)}}{{y}}$"},
    {"image/svg+xml": SVG},
    {"application/javascript": ACT},
    {"text/javascript": ACT},
    {"application/vnd.plotly.v1+json": FIGURE},
    {"application/vnd.plotly.v1+json": MAP},
    {"application/vnd.vegalite.v5+json": VEGA},
    {"application/geo+json": {"type": "FeatureCollection", "features": []}},
    {"application/vnd.jupyter.widget-view+json": {"model_id": "x", "version_major": 2, "version_minor": 0}},
    {"application/pdf": base64.b64encode(b"%PDF-1.4").decode()},
    {
        "text/plain": f"javascript://%0a{ACT} {AWAY}/text.png data:text/html,<script>{ACT}</script> \x1b]8;;javascript:{ACT}\x07x"
    },
)
OUTPUTS: list[dict[str, Any]] = [
    {"output_type": "display_data", "metadata": {}, "data": {"text/plain": "fallback", **bundle}} for bundle in BUNDLES
] + [
    {"output_type": "stream", "name": "stdout", "text": f"{TEXTS[1]} javascript://%0a{ACT} {AWAY}\n"},
    {"output_type": "error", "ename": TEXTS[0], "evalue": TEXTS[1], "traceback": [*TEXTS]},
]


def snapshot() -> dict[str, Any]:
    """A notebook that tries all of it."""
    kernel = {"name": "python3", "display_name": TEXTS[1], "language": "python"}
    cells: list[dict[str, Any]] = [
        {
            "cell_type": "markdown",
            "id": "text",
            "metadata": {"trusted": True},
            "source": MARKDOWN + "\n![a](attachment:x.svg)",
            "attachments": {"x.svg": {"image/svg+xml": SVG}},
        },
        {"cell_type": "raw", "id": "raw", "metadata": {"raw_mimetype": "text/html"}, "source": HTML},
        {
            "cell_type": "code",
            "id": "code",
            "metadata": {"trusted": True},
            "execution_count": 1,
            "source": "\n".join(TEXTS),
            "outputs": OUTPUTS,
        },
    ]
    return {"nbformat": 4, "nbformat_minor": 5, "metadata": {"kernelspec": kernel, "title": HTML}, "cells": cells}


class Hostile(Study):
    """Runs that mean no good."""

    def bad(self, place: int, text: str) -> str:
        """A run in which every name and text is this one."""
        self.execs += 1
        run, exec_id = new_run_id(), f"{self.log.id}.{self.execs}"
        ref = self.store.blobs.put(f"%%track\n# {text}\nx = {text!r}".encode())
        self.log.write(
            "cell", exec=exec_id, source=ref, tracked=True, cell_id="one", notebook=str(self.notebook), count=place
        )
        params = [
            {"name": text, "value": text, "kind": "literal", "line": 1, "text": text, "fn": text},
            {"name": "depth", "value": place, "kind": "literal", "line": 1},
        ]
        metrics = [
            {"name": text, "value": 0.5 + place / 100, "kind": "assigned", "unit": text},
            {"name": "acc", "value": 0.5 + place / 100, "kind": "assigned"},
        ]
        rows = [[text, 1.0, 0.5, 0.01], [HTML, 1.0, 0.5, 0.01]]
        columns = ["term", "estimate", "std_error", text]
        blob = self.store.blobs.put(json.dumps({"columns": columns, "rows": rows}).encode())
        table = {"name": f"{text}.coefficients", "what": "coefficients", "columns": columns, "total": 2, "blob": blob}
        packages = self.store.blobs.put(json.dumps({text: f"{place} {text}"}).encode())
        fault = {"type": text, "message": text, "traceback": text}
        self.log.write(
            "run", run=run, made_by="cell", parts=[exec_id], name=f"{place} {text}", experiment=text,
            tags={text: text}, note=f"{text}\n\n{MARKDOWN}",
        )  # fmt: skip
        self.log.write(
            "seen", exec=exec_id, run=run, params=params, metrics=metrics, tables=[table],
            inputs=[{"path": f"/data/{text}", "hash": f"b3:{place:064}", "size": 9, "seen_by": text, "state": text}],
            artifacts=self.files(text), outputs=self.shown(*OUTPUTS),
            snapshot={"blob": self.store.blobs.put(json.dumps(snapshot()).encode()), "fidelity": "exact", "path": text},
            env={"python": text, "platform": text, "packages": packages, "cwd": text, "variables": {text: text},
                 "git": {"commit": text, "branch": f"{text} {place}", "dirty": True}},
        )  # fmt: skip
        self.log.write("cell_end", exec=exec_id, outcome="error", wall=1.0, cpu=1.0, error=fault)
        self.log.write("graded", run=run, grade="D", reasons=[text], warnings=[text, HTML])
        self.log.write("end", run=run, state="failed" if place % 2 else "finished", error=fault)
        return run

    def files(self, text: str) -> list[dict[str, Any]]:
        """Files of every kind that is looked into."""
        table = f"a,{text.replace(',', ' ').replace(chr(34), '')}\n{AWAY},1\n".encode()
        return [
            self.file(text, b"text " + HTML.encode()),
            self.file("step_1.svg", SVG.encode()),
            self.file("page.html", HTML.encode()),
            self.file("note.md", MARKDOWN.encode()),
            self.file("table.csv", table),
            self.file("figure.json", json.dumps(FIGURE).encode()),
            self.file("map.json", json.dumps(MAP).encode()),
            self.file("book.ipynb", json.dumps(snapshot()).encode()),
            self.file("fine.png", picture(90)),
        ]


def main(folder: str) -> None:
    """Write the notebook and its runs."""
    hostile = Hostile(Path(folder))
    notebook(hostile.notebook)
    for place, text in enumerate(TEXTS):
        hostile.bad(place, text)
    hostile.log.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
