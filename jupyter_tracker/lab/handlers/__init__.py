"""The routes of the server extension."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ..stores import Stores

API = "jupyter-tracker/api"


def routes(stores: Stores) -> list[tuple[str, type, dict[str, Any]]]:
    """Every route, with what its handler is made with; patterns are below the server's base URL."""
    from . import (
        cells,
        changes,
        charts,
        code,
        comparing,
        files,
        findings,
        journal,
        listing,
        names,
        replaying,
        reporting,
        ruling,
        run,
        saving,
        series,
        status,
        tables,
        views,
    )
    from .asking import AskingHandler, Question

    table: dict[str, type] = {
        "status": status.StatusHandler,
        "runs": listing.RunsHandler,
        r"runs/([^/]+)": run.RunHandler,
        r"runs/([^/]+)/(delete|undelete)": run.TrashHandler,
        r"runs/([^/]+)/keep": run.KeepHandler,
        r"runs/([^/]+)/why": run.WhyHandler,
        r"runs/([^/]+)/tables/(\d{1,6})": files.TableHandler,
        r"runs/([^/]+)/artifacts/(\d{1,6})": files.ArtifactHandler,
        r"runs/([^/]+)/artifacts/(\d{1,6})/preview": files.PreviewHandler,
        r"runs/([^/]+)/log": run.LogHandler,
        r"runs/([^/]+)/outputs/(\d{1,6})": files.OutputsHandler,
        r"runs/([^/]+)/slice": code.SliceHandler,
        r"runs/([^/]+)/snapshot": code.SnapshotHandler,
        r"runs/([^/]+)/diff": code.DifferenceHandler,
        r"runs/([^/]+)/packages": code.PackagesHandler,
        r"runs/([^/]+)/save": saving.SaveHandler,
        r"runs/([^/]+)/replay": replaying.ReplayHandler,
        "names": names.NamesHandler,
        "complete": names.CompleteHandler,
        "series": series.SeriesHandler,
        "compare": comparing.CompareHandler,
        "report": reporting.ReportHandler,
        "cells": cells.CellsHandler,
        "execs": journal.ExecsHandler,
        "promote": journal.PromoteHandler,
        "learnt": ruling.LearntHandler,
        "views": views.ViewsHandler,
        r"views/([^/]+)": views.ViewHandler,
        "changes": changes.ChangesSocket,
    }
    questions = {
        "table": Question("TableRequest", tables.page),
        "table/headers": Question("HeadersRequest", tables.headers),
        "table/columns": Question("ColumnsRequest", tables.columns),
        "table/brush": Question("BrushRequest", tables.brush),
        "groups": Question("GroupsRequest", tables.groups),
        "pivot": Question("PivotRequest", tables.pivot),
        "cells/versions": Question("VersionsRequest", cells.versions),
        "models": Question("ModelsRequest", tables.models),
        "curves": Question("ChartRequest", charts.curves),
        "chart": Question("ChartRequest", charts.chart),
        "configurations": Question("ConfigurationsRequest", findings.configurations),
        "moved": Question("MovedRequest", findings.moved),
        "importance": Question("InfluenceRequest", findings.importance),
        "correlation": Question("CorrelationRequest", findings.correlation),
        "progress": Question("InfluenceRequest", findings.progress),
    }
    made_with: dict[str, Any] = {"stores": stores}
    found = [(f"{API}/{pattern}", handler, made_with) for pattern, handler in table.items()]
    for pattern, question in questions.items():
        found.append((f"{API}/{pattern}", AskingHandler, {**made_with, "question": question}))
    return found
