/** The ids of the commands on the cells of a notebook. */
export namespace CellCommandIDs {
  export const openRun = 'jupyter-tracker:open-cell-run';
  export const showHistory = 'jupyter-tracker:show-cell-history';
  export const restoreOutputs = 'jupyter-tracker:restore-outputs';
  export const restoreAllOutputs = 'jupyter-tracker:restore-all-outputs';
  export const showReportRuns = 'jupyter-tracker:show-report-runs';
}

/** Marks our own card in the metadata of an output, and in that of a cell whose outputs came from the store. */
export const MARK = 'jupyter_tracker';
