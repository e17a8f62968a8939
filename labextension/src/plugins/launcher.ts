import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ILauncher } from '@jupyterlab/launcher';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';

import { CommandIDs, EXTENSION } from '../tokens';

/** The card *Runs* in the launcher. */
export const launcher: JupyterFrontEndPlugin<void> = {
  id: 'jupyter-tracker:launcher',
  description: 'Adds a card to the launcher that shows the runs.',
  autoStart: true,
  requires: [ILauncher],
  optional: [ITranslator],
  activate: (
    _: JupyterFrontEnd,
    launcher: ILauncher,
    translator: ITranslator | null
  ): void => {
    const trans = (translator ?? nullTranslator).load(EXTENSION);
    launcher.add({
      command: CommandIDs.showRuns,
      args: { isLauncher: true },
      category: trans.__('Other'),
      rank: 20
    });
  }
};
