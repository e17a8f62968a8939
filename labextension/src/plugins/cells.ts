import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { INotebookTracker } from '@jupyterlab/notebook';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';

import { runsIcon } from '../icons';
import { LOAD_LINE } from '../items/empty';
import { CATEGORY, CommandIDs, EXTENSION } from '../tokens';
import { NO_ARGUMENTS } from './arguments';

/** What concerns the cells of a notebook: track one, load the tracker. */
export const cells: JupyterFrontEndPlugin<void> = {
  id: 'jupyter-tracker:cells',
  description:
    'Commands for the cells of a notebook: track one, load the tracker.',
  autoStart: true,
  requires: [INotebookTracker],
  optional: [ITranslator, ICommandPalette],
  activate: (
    app: JupyterFrontEnd,
    notebooks: INotebookTracker,
    translator: ITranslator | null,
    palette: ICommandPalette | null
  ): void => {
    const { commands } = app;
    const trans = (translator ?? nullTranslator).load(EXTENSION);
    const isEnabled = () => notebooks.activeCell?.model.type === 'code';
    commands.addCommand(CommandIDs.trackCell, {
      label: () =>
        Private.isTracked(notebooks)
          ? trans.__('Do Not Track This Cell')
          : trans.__('Track This Cell'),
      caption: trans.__(
        'Put %1 on the active cell, or take it away',
        '%%track'
      ),
      icon: runsIcon,
      isEnabled,
      isToggled: () => Private.isTracked(notebooks),
      describedBy: { args: NO_ARGUMENTS },
      execute: () => {
        const source = notebooks.activeCell?.model.sharedModel;
        if (source) {
          const text = source.getSource();
          source.setSource(
            Private.TRACKED.test(text)
              ? text.replace(Private.TRACKED, '')
              : `%%track\n${text}`
          );
          commands.notifyCommandChanged(CommandIDs.trackCell);
        }
      }
    });
    commands.addCommand(CommandIDs.insertLoad, {
      label: trans.__('Load the Tracker in This Notebook'),
      caption: trans.__('Insert a first cell with %1', LOAD_LINE),
      isEnabled: () => notebooks.currentWidget !== null,
      describedBy: { args: NO_ARGUMENTS },
      execute: () => {
        const model = notebooks.currentWidget?.content.model;
        model?.sharedModel.insertCell(0, {
          cell_type: 'code',
          source: LOAD_LINE
        });
      }
    });
    for (const command of [CommandIDs.trackCell, CommandIDs.insertLoad]) {
      palette?.addItem({ command, category: CATEGORY });
    }
    notebooks.activeCellChanged.connect(() =>
      commands.notifyCommandChanged(CommandIDs.trackCell)
    );
  }
};

namespace Private {
  /** `%%track …` in the first line. */
  export const TRACKED = /^%%track\b[^\n]*\n?/;

  export function isTracked(notebooks: INotebookTracker): boolean {
    const cell = notebooks.activeCell;
    return cell !== null && TRACKED.test(cell.model.sharedModel.getSource());
  }
}
