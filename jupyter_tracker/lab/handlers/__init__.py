"""The routes of the server extension."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ..stores import Stores

API = "jupyter-tracker/api"


def routes(stores: Stores) -> list[tuple[str, type, dict[str, Any]]]:
    """Every route, with what its handler is made with; patterns are below the server's base URL."""
    from . import (
        changes,
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

    table: dict[str, type] = {
        "status": status.StatusHandler,
        "runs": listing.RunsHandler,
        r"runs/([^/]+)": run.RunHandler,
        r"runs/([^/]+)/(delete|undelete)": run.TrashHandler,
        r"runs/([^/]+)/keep": run.KeepHandler,
        r"runs/([^/]+)/why": run.WhyHandler,
        r"runs/([^/]+)/tables/(\d{1,6})": files.TableHandler,
        r"runs/([^/]+)/artifacts/(\d{1,6})": files.ArtifactHandler,
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
        "execs": journal.ExecsHandler,
        "promote": journal.PromoteHandler,
        "learnt": ruling.LearntHandler,
        r"views/([^/]+)": views.ViewHandler,
        "table": tables.TableHandler,
        "table/headers": tables.HeadersHandler,
        "table/columns": tables.ColumnsHandler,
        "table/brush": tables.BrushHandler,
        "groups": tables.GroupsHandler,
        "pivot": tables.PivotHandler,
        "models": tables.ModelsHandler,
        "configurations": findings.ConfigurationsHandler,
        "moved": findings.MovedHandler,
        "importance": findings.ImportanceHandler,
        "correlation": findings.CorrelationHandler,
        "progress": findings.ProgressHandler,
        "changes": changes.ChangesSocket,
    }
    return [(f"{API}/{pattern}", handler, {"stores": stores}) for pattern, handler in table.items()]
