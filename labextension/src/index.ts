import type { JupyterFrontEndPlugin } from '@jupyterlab/application';

import { board } from './plugins/board';
import { cellHistory } from './plugins/cellhistory';
import { cells } from './plugins/cells';
import { documents } from './plugins/documents';
import { launcher } from './plugins/launcher';
import { panel } from './plugins/panel';
import { reports } from './plugins/reports';
import { snapshotPage } from './plugins/snapshotpage';
import { snapshots } from './plugins/snapshots';
import { statusBar } from './plugins/statusbar';
import { table } from './plugins/table';
import { tracker } from './plugins/tracker';

export { IRunTracker } from './tokens';

const plugins: JupyterFrontEndPlugin<unknown>[] = [
  tracker,
  panel,
  documents,
  board,
  cells,
  cellHistory,
  launcher,
  reports,
  snapshots,
  snapshotPage,
  statusBar,
  table
];

export default plugins;
