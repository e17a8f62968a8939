import type { IDisposable } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';
import { Token } from '@lumino/coreutils';

import type { ChartBrushes } from './models/brushed';
import type { Colours } from './models/colours';
import type { Rights } from './models/rights';
import type { Rulings } from './models/rulings';
import type { RunsModel } from './models/runs';
import type { Requests } from './requests';
import type { IRunService } from './service';

/** The name under which the server extension and our settings go. */
export const EXTENSION = 'jupyter-tracker';

/** Where our commands stand in the palette. */
export const CATEGORY = 'Run tracker';

/** The ids of all commands. */
export namespace CommandIDs {
  export const showRuns = 'jupyter-tracker:show-runs';
  export const refreshRuns = 'jupyter-tracker:refresh-runs';
  export const openRun = 'jupyter-tracker:open-run';
  export const openTable = 'jupyter-tracker:open-table';
  export const openSnapshot = 'jupyter-tracker:open-snapshot';
  export const compareRuns = 'jupyter-tracker:compare-runs';
  export const makeReport = 'jupyter-tracker:make-report';
  export const renameRun = 'jupyter-tracker:rename-run';
  export const noteRun = 'jupyter-tracker:edit-note';
  export const tagRuns = 'jupyter-tracker:tag-runs';
  export const starRuns = 'jupyter-tracker:star-runs';
  export const archiveRuns = 'jupyter-tracker:archive-runs';
  export const setBaseline = 'jupyter-tracker:set-baseline';
  export const deleteRuns = 'jupyter-tracker:delete-runs';
  export const restoreRuns = 'jupyter-tracker:restore-runs';
  export const trackCell = 'jupyter-tracker:track-cell';
  export const insertLoad = 'jupyter-tracker:insert-load-line';
  export const openQuickstart = 'jupyter-tracker:open-quickstart';
  export const ruleName = 'jupyter-tracker:rule-name';
  export const explainName = 'jupyter-tracker:explain-name';
  export const showRulings = 'jupyter-tracker:show-rulings';
  export const showStatus = 'jupyter-tracker:show-status';
}

/** Which notebook is meant: it selects the store. */
export interface IStoreContext extends IDisposable {
  /** The server path of the active notebook, else of the folder that is open. */
  readonly path: string;
  /** The server path of the active notebook, or empty. */
  readonly notebook: string;
  /** Emitted with the new path. */
  readonly changed: ISignal<IStoreContext, string>;
}

/** What other extensions can use: the runs that the panel shows, and the service that asks the server. */
export interface IRunTracker {
  /** For what the service does not ask. */
  readonly requests: Requests;
  readonly service: IRunService;
  readonly context: IStoreContext;
  readonly runs: RunsModel;
  readonly colours: Colours;
  /** What is brushed in charts. */
  readonly brushes: ChartBrushes;
  readonly rulings: Rulings;
  readonly rights: Rights;
}

/** The token of `IRunTracker`. */
export const IRunTracker = new Token<IRunTracker>(
  'jupyter-tracker:IRunTracker',
  'The runs of the active notebook and the service that asks the server for them.'
);
