"""Settings come from the project file, the environment and cell tags; wrong ones are told, never raised."""

from __future__ import annotations

from pathlib import Path

import pytest

from jupyter_tracker.settings import Settings


def project(folder: Path, text: str) -> Path:
    (folder / "pyproject.toml").write_text(text)
    inner = folder / "a" / "b"
    inner.mkdir(parents=True)
    return inner


def test_defaults_where_nothing_is_set(tmp_path: Path) -> None:
    settings = Settings.load(tmp_path, {})
    assert (settings.outputs, settings.inputs, settings.quiet) == ("all", "bytes", False)
    assert settings.output_limit == 10_000_000
    assert settings.warnings == ()


def test_the_nearest_project_file_above_is_read(tmp_path: Path) -> None:
    inner = project(tmp_path, '[tool.jupyter-tracker]\noutputs = "figures"\nkept-file-limit = "1 MiB"\nquiet = true\n')
    settings = Settings.load(inner, {})
    assert (settings.outputs, settings.kept_file_limit, settings.quiet) == ("figures", 2**20, True)


def test_a_variable_beats_the_file_and_a_tag_beats_both(tmp_path: Path) -> None:
    inner = project(tmp_path, '[tool.jupyter-tracker]\noutputs = "figures"\n')
    settings = Settings.load(inner, {"JUPYTER_TRACKER_OUTPUTS": "off", "JUPYTER_TRACKER_STORE_BUDGET": "3 GB"})
    assert (settings.outputs, settings.store_budget) == ("off", 3 * 10**9)
    assert settings.for_cell(["track", "track:outputs=all", "track:quiet"]).outputs == "all"
    assert settings.for_cell(["track", "track:outputs=all", "track:quiet"]).quiet
    assert settings.for_cell(["slide", "outputs=off"]) == settings


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ('outputs = "none"', "all, figures, off"),
        ('output-limit = "big"', "'64 KB'"),
        ("output-limit = true", "'64 KB'"),
        ('quiet = "perhaps"', "true or false"),
        ("outputs = [1]", "all, figures, off"),
        ('output = "all"', "did you mean 'outputs'"),
        ("outputs = ", "could not be read"),
    ],
)
def test_a_wrong_setting_keeps_the_default_and_says_what_would_be_right(tmp_path: Path, text: str, hint: str) -> None:
    settings = Settings.load(project(tmp_path, f"[tool.jupyter-tracker]\n{text}\n"), {})
    assert settings == Settings(warnings=settings.warnings)
    assert len(settings.warnings) == 1 and hint in settings.warnings[0]


def test_a_wrong_tag_is_told(tmp_path: Path) -> None:
    settings = Settings.load(tmp_path, {}).for_cell(["track:outputs=some"])
    assert settings.outputs == "all"
    assert "cell tag 'track:outputs=some'" in settings.warnings[0]


def test_tables_that_are_not_ours_are_left_alone(tmp_path: Path) -> None:
    assert Settings.load(project(tmp_path, "[tool.other]\nx = 1\n"), {}) == Settings()
