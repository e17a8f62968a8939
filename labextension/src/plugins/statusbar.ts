import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ReactWidget, UseSignal } from '@jupyterlab/ui-components';
import { IStatusBar, TextItem } from '@jupyterlab/statusbar';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import * as React from 'react';

import { CommandIDs, EXTENSION, IRunTracker } from '../tokens';

/** Says in the status bar how many runs are going on; a click shows the panel. */
export const statusBar: JupyterFrontEndPlugin<void> = {
  id: 'jupyter-tracker:status-bar',
  description: 'Shows in the status bar what is running.',
  autoStart: true,
  requires: [IRunTracker],
  optional: [IStatusBar, ITranslator],
  activate: (
    app: JupyterFrontEnd,
    tracker: IRunTracker,
    bar: IStatusBar | null,
    translator: ITranslator | null
  ): void => {
    if (!bar) {
      return;
    }
    const { runs } = tracker;
    const trans = (translator ?? nullTranslator).load(EXTENSION);
    const item = ReactWidget.create(
      React.createElement(UseSignal, {
        signal: runs.stateChanged,
        children: () =>
          React.createElement(TextItem, {
            role: 'button',
            title: trans.__('Show the runs'),
            source: trans._n(
              '%1 run going on',
              '%1 runs going on',
              runs.status?.running ?? 0
            ),
            onClick: () => void app.commands.execute(CommandIDs.showRuns)
          })
      })
    );
    bar.registerStatusItem('jupyter-tracker:running', {
      item,
      align: 'left',
      rank: 900,
      isActive: () => (runs.status?.running ?? 0) > 0,
      activeStateChanged: runs.stateChanged
    });
  }
};
