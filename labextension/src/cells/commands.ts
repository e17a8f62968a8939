import type { CodeCell } from '@jupyterlab/cells';
import type { INotebookTracker } from '@jupyterlab/notebook';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { CommandRegistry } from '@lumino/commands';

import { runsIcon } from '../icons';
import { LOAD_LINE } from '../items/empty';
import { NO_ARGUMENTS } from '../plugins/arguments';
import { CommandIDs } from '../tokens';
import { CellCommandIDs } from './ids';
import { restoreLabel } from './labels';
import type { CellsOfNotebooks } from './notebooks';
import { isTrackedCell, toggleTracked } from './source';

/** What the commands on cells work with. */
export interface ICellCommandOptions {
  commands: CommandRegistry;
  notebooks: INotebookTracker;
  cells: CellsOfNotebooks;
  trans: TranslationBundle;
}

/** Add the commands on the active cell and the active notebook; their ids, in the order in which they stand in lists. */
export function addCellCommands(options: ICellCommandOptions): string[] {
  const work = new CellCommands(options);
  work.addForCode();
  work.addForOutputs();
  const { commands, notebooks } = options;
  notebooks.activeCellChanged.connect(() => commands.notifyCommandChanged());
  return [
    CommandIDs.trackCell,
    CellCommandIDs.openRun,
    CellCommandIDs.restoreOutputs,
    CellCommandIDs.restoreAllOutputs,
    CommandIDs.insertLoad
  ];
}

class CellCommands {
  constructor(private readonly _options: ICellCommandOptions) {}

  addForCode(): void {
    const { commands, notebooks, trans } = this._options;
    const isTracked = () => {
      const { activeCell } = notebooks;
      return activeCell !== null && isTrackedCell(activeCell.model);
    };
    commands.addCommand(CommandIDs.trackCell, {
      label: trans.__('Track This Cell'),
      caption: trans.__(
        'Put %1 on the active cell, or take it away',
        '%%track'
      ),
      icon: runsIcon,
      isEnabled: () => this._code !== null && !this._isReadOnly,
      isToggled: isTracked,
      describedBy: { args: NO_ARGUMENTS },
      execute: () => {
        if (this._code) {
          toggleTracked(this._code.model);
          commands.notifyCommandChanged(CommandIDs.trackCell);
        }
      }
    });
    commands.addCommand(CommandIDs.insertLoad, {
      label: trans.__('Load the Tracker in This Notebook'),
      caption: trans.__('Insert a first cell with %1', LOAD_LINE),
      icon: runsIcon,
      isEnabled: () => notebooks.currentWidget !== null && !this._isReadOnly,
      describedBy: { args: NO_ARGUMENTS },
      execute: () => {
        const model = notebooks.currentWidget?.content.model;
        model?.sharedModel.insertCell(0, {
          cell_type: 'code',
          source: LOAD_LINE
        });
      }
    });
    commands.addCommand(CellCommandIDs.openRun, {
      label: trans.__('Open the Run of This Cell'),
      caption: trans.__('Show all there is about the latest run of this cell'),
      icon: runsIcon,
      isEnabled: () => this._result !== undefined,
      describedBy: { args: NO_ARGUMENTS },
      execute: () => {
        const path = this._options.cells.current?.results.path;
        const run = this._result?.run;
        return run && commands.execute(CommandIDs.openRun, { run, path });
      }
    });
  }

  addForOutputs(): void {
    const { commands, cells, trans } = this._options;
    commands.addCommand(CellCommandIDs.restoreOutputs, {
      label: () =>
        this._result?.outputs
          ? restoreLabel(this._result, trans)
          : trans.__('Restore Outputs of This Cell'),
      caption: trans.__(
        'Put what this cell has shown in its latest run below it, as the store kept it'
      ),
      icon: runsIcon,
      isEnabled: () => Boolean(this._result?.outputs) && !this._isReadOnly,
      describedBy: { args: NO_ARGUMENTS },
      execute: () => this._code && cells.current?.restorer.restore(this._code)
    });
    commands.addCommand(CellCommandIDs.restoreAllOutputs, {
      label: trans.__('Restore All Missed Outputs'),
      caption: trans.__(
        'Put what tracked cells have shown below them, where the notebook missed it'
      ),
      icon: runsIcon,
      isEnabled: () =>
        Boolean(cells.current?.missed.length) && !this._isReadOnly,
      describedBy: { args: NO_ARGUMENTS },
      execute: async () => {
        for (const cell of cells.current?.missed ?? []) {
          await cells.current?.restorer.restore(cell);
        }
      }
    });
  }

  private get _code(): CodeCell | null {
    const { activeCell } = this._options.notebooks;
    return activeCell?.model.type === 'code' ? (activeCell as CodeCell) : null;
  }

  private get _result() {
    const id = this._code?.model.id;
    return id ? this._options.cells.current?.results.get(id) : undefined;
  }

  private get _isReadOnly(): boolean {
    return (
      this._options.notebooks.currentWidget?.content.model?.readOnly ?? false
    );
  }
}
