"""`%%track`, `# track:` and the cell tag: what they mean and what is left of the cell."""

from __future__ import annotations

import pytest

from jupyter_tracker.capture.directive import Directive, DirectiveError, Privacy, find, parse, privacy, transform


def left(cell: str) -> str:
    return "".join(transform(cell.splitlines(keepends=True)))


def test_every_option_arrives() -> None:
    said = find(
        "%%track my run -e digits -t baseline stage=final --note it didn't help --seed 7 "
        "--ignore a,b c --param depth --metric gap\nx = 1"
    )
    assert said == Directive(
        "my run", "digits", {"baseline": "", "stage": "final"}, "it didn't help", 7, None, None,
        ("a", "b", "c"), ("depth",), ("gap",), "magic",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "name", "note"), [("'a  b' --note \"x 'y' z\"", "a  b", "x 'y' z"), ('--note="-5 %"', None, "-5 %")]
)
def test_quotes_keep_words_together(text: str, name: str | None, note: str) -> None:
    said = parse(text)
    assert (said.name, said.note) == (name, note)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("--nte x", "did you mean --note"),
        ("--seed soon", "whole number"),
        ("a -e", "--experiment wants something"),
        ("'a b", "quote is left open"),
        ("--to a --resume b", "one of them"),
    ],
)
def test_a_wrong_line_says_what_is_wrong(text: str, part: str) -> None:
    with pytest.raises(DirectiveError, match=part):
        parse(text)


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ("# track: forest\nx", "forest"),
        ("# track\nx", None),
        ("%%time\n# track: a\nx", "a"),
        ("\n# first\n\n%%track a\nx", "a"),
        ("%%time\n%%track a\nx", "a"),
        ("%%track a\n%%bash\nls", "a"),
        ("%%bash\n%%track a\nls", "a"),
    ],
)
def test_a_cell_is_marked_in_its_head(cell: str, name: str | None) -> None:
    said = find(cell)
    assert said is not None and said.name == name


@pytest.mark.parametrize(
    "cell",
    [
        "x = 1\n%%track",
        "s = '''\n%%track\n'''",
        "%%writefile a.py\n%%track\nx",
        "%%writefile a.py\n# track\nx",
        "%%tracker\nx",
        "%%track?",
        "# track the loss of each round\nx",
        "import a\n# track: b",
    ],
)
def test_what_only_looks_like_it_is_left_alone(cell: str) -> None:
    assert find(cell) is None
    assert left(cell) == cell


def test_the_tag_marks_a_cell_and_a_line_says_more_than_the_tag() -> None:
    assert find("x", {"tags": ["a", "track"]}) == Directive(via="tag")
    assert find("%%track a\nx", {"tags": ["track"]}) == Directive(name="a")
    assert find("x", {"tags": "track"}) is None
    assert find("x", None) is None


def test_privacy_tags() -> None:
    assert privacy({"tags": ["track:outputs=off", "track:inputs=hash"]}) == Privacy("off", "hash")
    assert privacy({"tags": ["track:outputs=maybe", 3]}) == privacy(None) == Privacy()


@pytest.mark.parametrize(
    ("cell", "runs"),
    [
        ("%%track\nx\ny", "# tracked\nx\ny"),
        ("# a\n\n%%track\nx", "# a\n\n# tracked\nx"),
        ("%%time\n%%track\nx", "%%time\n# tracked\nx"),
        ("%%track\n%%time\nx", "%%time\nx"),
        ("# a\n%%track\n\n%%time\nx", "%%time\nx"),
        ("%%time\n%%track\n%%capture o\nx", "%%time\n%%capture o\nx"),
        ("%%bash\n%%track\nls", "%%bash\nls"),
        ("%%track", "# tracked"),
    ],
)
def test_the_cell_runs_as_without_the_line(cell: str, runs: str) -> None:
    assert left(cell) == runs
    assert left(runs) == runs
