import type { JupyterFrontEndPlugin } from '@jupyterlab/application';

import { cells } from './plugins/cells';
import { documents } from './plugins/documents';
import { panel } from './plugins/panel';
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
  cells,
  snapshots,
  snapshotPage,
  statusBar,
  table
];

export default plugins;
