import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { IDefaultFileBrowser } from '@jupyterlab/filebrowser';
import { INotebookTracker } from '@jupyterlab/notebook';
import { IStateDB } from '@jupyterlab/statedb';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';

import { ChartBrushes } from '../models/brushed';
import { Colours } from '../models/colours';
import { StoreContext } from '../models/context';
import type { IRunsChoice } from '../models/choice';
import { Rights } from '../models/rights';
import { Rulings } from '../models/rulings';
import { RunsModel } from '../models/runs';
import { Requests } from '../requests';
import { RunService } from '../service';
import { IRunTracker } from '../tokens';

const KEY = 'jupyter-tracker:arrangement';

/** Provides the runs of the active notebook to all other plugins. */
export const tracker: JupyterFrontEndPlugin<IRunTracker> = {
  id: 'jupyter-tracker:tracker',
  description: 'Provides the runs of the active notebook.',
  autoStart: true,
  provides: IRunTracker,
  optional: [INotebookTracker, IDefaultFileBrowser, IStateDB],
  activate: (
    app: JupyterFrontEnd,
    notebooks: INotebookTracker | null,
    browser: IDefaultFileBrowser | null,
    state: IStateDB | null
  ): IRunTracker => {
    const requests = new Requests(app.serviceManager.serverSettings);
    const service = new RunService(requests);
    const context = new StoreContext(notebooks, browser);
    const colours = new Colours(service);
    const rulings = new Rulings(service);
    const rights = new Rights(service);
    const runs = new RunsModel({ service, context, colours, rulings });
    context.changed.connect((_, path) => void rights.follow(path));
    void rights.follow(context.path);
    if (state) {
      void Private.keep(app, runs, state);
    }
    const brushes = new ChartBrushes();
    return {
      requests,
      service,
      context,
      colours,
      brushes,
      rulings,
      rights,
      runs
    };
  }
};

namespace Private {
  /** Bring back what was chosen before a reload, and write down what is chosen from now on. */
  export async function keep(
    app: JupyterFrontEnd,
    runs: RunsModel,
    state: IStateDB
  ): Promise<void> {
    await app.restored;
    const kept = (await state.fetch(KEY)) as
      { choice?: Partial<IRunsChoice>; hidden?: string[] } | undefined;
    if (kept?.choice) {
      runs.arrange(kept.choice, kept.hidden ?? []);
    }
    runs.arranged.connect(() => {
      const arrangement = { choice: runs.choice, hidden: [...runs.hidden] };
      void state.save(KEY, arrangement as unknown as ReadonlyPartialJSONObject);
    });
  }
}
