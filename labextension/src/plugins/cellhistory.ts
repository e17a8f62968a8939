import {
  ILabShell,
  ILayoutRestorer,
  type JupyterFrontEnd,
  type JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { INotebookTracker, type NotebookPanel } from '@jupyterlab/notebook';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';

import { CellCommandIDs } from '../cells/ids';
import { CellService } from '../cells/service';
import type { VersionsPage } from '../cells/versionspage';
import { runsIcon } from '../icons';
import { CATEGORY, CommandIDs, EXTENSION, IRunTracker } from '../tokens';
import { ONE_CELL } from './arguments';
import { Place } from './place';
import { pathOf, text } from './ways';

/** The history of a cell: its runs with the source at each, beside the notebook. */
export const cellHistory: JupyterFrontEndPlugin<void> = {
  id: 'jupyter-tracker:cell-history',
  description: 'Shows the runs of a cell with its source at each.',
  autoStart: true,
  requires: [IRunTracker, INotebookTracker],
  optional: [ITranslator, ILayoutRestorer, ICommandPalette, ILabShell],
  activate: (
    app: JupyterFrontEnd,
    tracker: IRunTracker,
    notebooks: INotebookTracker,
    translator: ITranslator | null,
    restorer: ILayoutRestorer | null,
    palette: ICommandPalette | null,
    labShell: ILabShell | null
  ): void => {
    const { commands } = app;
    const trans = (translator ?? nullTranslator).load(EXTENSION);
    const pages = new Place<VersionsPage>(
      app,
      'jupyter-tracker-cell-history',
      labShell ? 'main' : 'right',
      'split-right'
    );
    const cells = new CellService(tracker.requests);
    const command = CellCommandIDs.showHistory;
    commands.addCommand(command, {
      label: trans.__('History of This Cell'),
      caption: trans.__('The runs of this cell, with its source at each'),
      icon: runsIcon,
      describedBy: { args: ONE_CELL },
      isEnabled: args =>
        typeof args.cell === 'string' ||
        notebooks.activeCell?.model.type === 'code',
      execute: async args => {
        const cell = text(args.cell) ?? notebooks.activeCell?.model.id ?? '';
        const path = pathOf(tracker, args);
        await pages.show(`jt-cell-${cell}`, async () => {
          const { VersionsModel } = await import('../cells/versionsmodel');
          const { VersionsPage } = await import('../cells/versionspage');
          const place = new Private.CellPlace(notebooks, path, cell);
          const model = new VersionsModel({
            service: tracker.service,
            cells,
            path,
            cell,
            source: () => place.source
          });
          place.follow(() => model.edited(), model);
          return new VersionsPage({
            model,
            trans,
            onOpen: run =>
              void commands.execute(CommandIDs.openRun, { run, path }),
            onCompare: runs =>
              void commands.execute(CommandIDs.compareRuns, { runs, path }),
            onInsert: source => place.insertBelow(source),
            onRestore: source => place.replace(source)
          });
        });
      }
    });
    palette?.addItem({ command, category: CATEGORY });
    if (restorer) {
      pages.restore(restorer, command, ({ model: { cell, path } }) => ({
        cell,
        path
      }));
    }
  }
};

namespace Private {
  /** A cell of a notebook that may be open, edited and closed while its history is read. */
  export class CellPlace {
    constructor(
      private readonly _notebooks: INotebookTracker,
      private readonly _path: string,
      private readonly _cell: string
    ) {}

    /** Its source now; null where it is not there. */
    get source(): string | null {
      return this._found?.cell.getSource() ?? null;
    }

    /** Call back whenever it may have been edited, as long as `owner` lives. */
    follow(onEdit: () => void, owner: object): void {
      const hear = (panel: NotebookPanel) => {
        if (panel.context.path === this._path) {
          panel.content.modelContentChanged.connect(onEdit, owner);
          onEdit();
        }
      };
      this._notebooks.forEach(hear);
      this._notebooks.widgetAdded.connect((_, panel) => {
        void panel.context.ready.then(() => hear(panel));
      }, owner);
    }

    /** Put a source into a new cell below; Undo takes it back. */
    insertBelow(source: string): void {
      const found = this._found;
      if (found) {
        const { place, panel } = found;
        panel.content.model?.sharedModel.insertCell(place + 1, {
          cell_type: 'code',
          source
        });
        panel.content.activeCellIndex = place + 1;
        void panel.content.scrollToItem(place + 1);
      }
    }

    /** Make a source that of the cell; Undo takes it back. */
    replace(source: string): void {
      const found = this._found;
      if (found) {
        found.cell.setSource(source);
        found.panel.content.activeCellIndex = found.place;
        void found.panel.content.scrollToItem(found.place);
      }
    }

    private get _found() {
      const panel = this._notebooks.find(
        ({ context }) => context.path === this._path
      );
      const all = panel?.content.model?.sharedModel.cells ?? [];
      const place = all.findIndex(cell => cell.getId() === this._cell);
      return panel && place >= 0 ? { panel, place, cell: all[place] } : null;
    }
  }
}
