import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { IStatusBar } from '@jupyterlab/statusbar';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { MenuSvg } from '@jupyterlab/ui-components';
import * as React from 'react';

import { RunningModel } from '../cells/running';
import { RunningItem } from '../cells/runningitem';
import { drawn } from '../panels/drawn';
import { CommandIDs, EXTENSION, IRunTracker } from '../tokens';

/** Says in the status bar what runs and for how long; a click opens it, or lets one choose. */
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
    const { commands } = app;
    const trans = (translator ?? nullTranslator).load(EXTENSION);
    const model = new RunningModel(tracker.service, tracker.context);
    const menu = new MenuSvg({ commands });
    menu.title.label = trans.__('Runs that go on');
    const onClick = (event: React.MouseEvent<HTMLElement>) => {
      const { runs, path } = model;
      if (runs.length === 1) {
        const [{ id: run }] = runs;
        void commands.execute(CommandIDs.openRun, { run, path });
        return;
      }
      menu.clearItems();
      for (const { id, name } of runs) {
        const args = { run: id, path, label: name };
        menu.addItem({ command: CommandIDs.openRun, args });
      }
      menu.addItem({ type: 'separator' });
      menu.addItem({ command: CommandIDs.showRuns });
      const { left, top } = event.currentTarget.getBoundingClientRect();
      menu.open(left, top);
    };
    const item = drawn(model.stateChanged, () =>
      model.runs.length
        ? React.createElement(RunningItem, { model, trans, onClick })
        : null
    );
    bar.registerStatusItem('jupyter-tracker:running', {
      item,
      align: 'left',
      rank: 900,
      isActive: () => model.runs.length > 0,
      activeStateChanged: model.stateChanged
    });
  }
};
