"""What a cell says about being tracked: `%%track …`, a first line `# track: …`, or the cell tag `track`.

`%%track` is no magic that runs its body: `transform` takes the line away before IPython looks at the cell, and the
cell then runs as it would have without it. Only the head of a cell counts: blank lines, comments and other `%%` magics.
"""

from __future__ import annotations

import difflib
import re
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, cast

USAGE = (
    "%%track [NAME] [-e EXPERIMENT] [-t TAG[=VALUE] ...] [--note TEXT] [--seed N] [--to RUN] [--resume RUN] "
    "[--ignore NAMES] [--param NAMES] [--metric NAMES]"
)
OPTIONS = {
    "-e": "experiment", "--experiment": "experiment", "-t": "tags", "--tag": "tags", "--note": "note",
    "--seed": "seed", "--to": "to", "--resume": "resume", "--ignore": "ignore", "--param": "param",
    "--metric": "metric",
}  # fmt: skip
VERBATIM_MAGICS = {"writefile", "file", "html", "HTML", "markdown", "latex", "javascript", "js", "svg", "SVG"}
"""Cell magics whose body is a text of its own: a `%%track` in there is part of that text."""

PYTHON_MAGICS = {"time", "timeit", "capture", "prun"}
"""Cell magics whose body is Python of this notebook."""

_MAGIC = re.compile(r"%%([A-Za-z_]\w*)(?=\s|$)")
_TRACK = re.compile(r"%%track(?:[ \t]+(.*))?$")
_COMMENT = re.compile(r"#\s*track\s*(?::(.*))?$")
_WORD = re.compile(r"""\s*([^\s"'][^\s=]*=)?(["'])|\s*(\S+)""")
_NAMES = re.compile(r"[\s,]+")


class DirectiveError(ValueError):
    """A `%%track` line that cannot be understood; the message says what is wrong and what the line may hold."""


@dataclass(frozen=True, slots=True)
class Directive:
    """How a cell wants to be tracked. `tags` maps a tag to its text ('' for a bare tag); `ignore`, `param` and
    `metric` hold names of variables; `via` says how it was said."""

    name: str | None = None
    experiment: str | None = None
    tags: dict[str, str] = field(default_factory=dict)
    note: str | None = None
    seed: int | None = None
    to: str | None = None
    resume: str | None = None
    ignore: tuple[str, ...] = ()
    param: tuple[str, ...] = ()
    metric: tuple[str, ...] = ()
    via: Literal["magic", "comment", "tag"] = "magic"


@dataclass(frozen=True, slots=True)
class Privacy:
    """What a cell's tags say of privacy (`track:outputs=off`, `track:inputs=hash`); None: nothing said."""

    outputs: Literal["all", "figures", "off"] | None = None
    inputs: Literal["bytes", "hash"] | None = None


def find(raw_cell: str, cell_meta: Mapping[str, Any] | None = None) -> Directive | None:
    """The directive of a cell, or None. `cell_meta` is the cell's metadata, whose `tags` may hold `track`.

    Raises DirectiveError when the cell asks to be tracked in words that cannot be understood.
    """
    lines = textwrap.dedent(raw_cell).splitlines()
    at = _magic_line(lines)
    if at is not None:
        match = _TRACK.match(lines[at].rstrip())
        return parse(match.group(1) or "" if match else "")
    said = _comment(lines)
    if said is not None:
        return parse(said, via="comment")
    return Directive(via="tag") if "track" in _tags(cell_meta) else None


def transform(lines: list[str]) -> list[str]:
    """IPython's input transformer: the cell without its `%%track` line, all other lines where they were.

    Pure, as IPython calls it more than once for a cell and also for cells that are never run.
    """
    at = _magic_line(lines)
    if at is None:
        return lines
    below = at + 1
    while below < len(lines) and _idle(lines[below]):
        below += 1
    above = [i for i in range(at) if _MAGIC.match(lines[i])]
    if below < len(lines) and _MAGIC.match(lines[below]):
        # The next magic has to stand where IPython looks for one: in line 1, or right below the magic above it.
        return lines[: above[-1] + 1 if above else 0] + lines[below:]
    if above and _MAGIC.match(lines[above[-1]]).group(1) not in PYTHON_MAGICS:  # type: ignore[union-attr]
        return lines[:at] + lines[at + 1 :]
    end = "\n" if lines[at].endswith("\n") else ""
    return [*lines[:at], f"# tracked{end}", *lines[at + 1 :]]


def opens(cell: str) -> bool:
    """Whether a cell begins with a `%%track` line: what is below it is still to come."""
    return _TRACK.match(cell.lstrip().partition("\n")[0].rstrip()) is not None


def privacy(cell_meta: Mapping[str, Any] | None) -> Privacy:
    """What the cell's tags say of outputs and inputs; tags that are not understood are passed over."""
    found: dict[str, str] = {}
    for tag in _tags(cell_meta):
        key, _, value = tag.partition("=")
        if value in {"track:outputs": ("all", "figures", "off"), "track:inputs": ("bytes", "hash")}.get(key, ()):
            found[key] = value
    return Privacy(cast(Any, found.get("track:outputs")), cast(Any, found.get("track:inputs")))


def parse(text: str, via: Literal["magic", "comment", "tag"] = "magic") -> Directive:
    """The words after `%%track` or `# track:` as a Directive. An option takes all words up to the next option.

    Raises DirectiveError.
    """
    given: dict[str, list[str]] = {"name": []}
    current = "name"
    for word, quoted in _words(text):
        option, eq, value = word.partition("=") if word.startswith("--") else (word, "", "")
        if quoted or not re.match(r"--?[A-Za-z]", word):
            given[current].append(word)
        elif option in OPTIONS:
            current = OPTIONS[option]
            given.setdefault(current, []).extend([value] if eq else [])
        else:
            near = difflib.get_close_matches(option, OPTIONS, 1, 0.5)
            hint = f"; did you mean {near[0]}?" if near else ""
            raise DirectiveError(f"%%track knows no option {option}{hint}\nUsage: {USAGE}")
    for key, words in given.items():
        if key != "name" and not words:
            option = next(o for o, k in OPTIONS.items() if k == key and o.startswith("--"))
            raise DirectiveError(f"%%track: {option} wants something after it\nUsage: {USAGE}")
    if "to" in given and "resume" in given:
        raise DirectiveError("%%track: --to adds this cell to a run, --resume goes on with one: give one of them")
    return _build(given, via)


def _build(given: dict[str, list[str]], via: Literal["magic", "comment", "tag"]) -> Directive:
    def text(key: str) -> str | None:
        return " ".join(given[key]) if given.get(key) else None

    def names(key: str) -> tuple[str, ...]:
        return tuple(n for word in given.get(key, []) for n in _NAMES.split(word) if n)

    seed = text("seed")
    if seed is not None and not re.fullmatch(r"\d+", seed):
        raise DirectiveError(f"%%track: --seed wants a whole number, not {seed}")
    tags = {tag: value for tag, _, value in (word.partition("=") for word in given.get("tags", []))}
    return Directive(
        text("name"), text("experiment"), tags, text("note"), None if seed is None else int(seed), text("to"),
        text("resume"), names("ignore"), names("param"), names("metric"), via,
    )  # fmt: skip


def _words(text: str) -> list[tuple[str, bool]]:
    """Words and whether they stood in quotes. A quote opens only at a word's start or after `=`, so that an
    apostrophe (`didn't`) is a letter; backslashes are letters too."""
    words: list[tuple[str, bool]] = []
    at = 0
    while match := _WORD.match(text, at):
        at = match.end()
        if match.group(3) is not None:
            words.append((match.group(3), False))
            continue
        end = text.find(match.group(2), at)
        if end < 0:
            raise DirectiveError(f"%%track: a quote is left open: {text[match.start() :].strip()}")
        head = match.group(1) or ""
        words.append((head + text[at:end], not head))
        at = end + 1
    return words


def _idle(line: str) -> bool:
    stripped = line.strip()
    return not stripped or stripped.startswith("#")


def _magic_line(lines: list[str]) -> int | None:
    """The index of the cell's `%%track` line, if its head holds one."""
    for i, line in enumerate(lines):
        if _TRACK.match(line.rstrip()):
            return i
        magic = _MAGIC.match(line)
        if magic and magic.group(1) in VERBATIM_MAGICS or not (magic or _idle(line)):
            return None
    return None


def _comment(lines: list[str]) -> str | None:
    """The text of `# track: …` in the first line, or in the first below cell magics ('' for a bare `# track`)."""
    for line in lines:
        magic = _MAGIC.match(line)
        if magic and magic.group(1) in VERBATIM_MAGICS:
            return None
        if line.strip() and not magic:
            match = _COMMENT.match(line.strip())
            return (match.group(1) or "").strip() if match else None
    return None


def _tags(cell_meta: Mapping[str, Any] | None) -> list[str]:
    tags = (cell_meta or {}).get("tags")
    return [tag for tag in tags if isinstance(tag, str)] if isinstance(tags, list) else []
