import type { JupyterFrontEndPlugin } from '@jupyterlab/application';

import { board } from './plugins/board';
import { cells } from './plugins/cells';
import { documents } from './plugins/documents';
import { panel } from './plugins/panel';
import { snapshotPage } from './plugins/snapshotpage';
import { snapshots } from './plugins/snapshots';
import { statusBar } from './plugins/statusbar';
import { tracker } from './plugins/tracker';

export { IRunTracker } from './tokens';

const plugins: JupyterFrontEndPlugin<unknown>[] = [
  tracker,
  panel,
  documents,
  board,
  cells,
  snapshots,
  snapshotPage,
  statusBar
];

export default plugins;
