/** The ids of the commands of charts and pivots. */
export namespace ChartCommands {
  export const openCharts = 'jupyter-tracker:open-charts';
  export const openPivot = 'jupyter-tracker:open-pivot';
}
