import {
  ILabShell,
  ILayoutRestorer,
  type JupyterFrontEnd,
  type JupyterFrontEndPlugin
} from '@jupyterlab/application';
import {
  ICommandPalette,
  InputDialog,
  Notification
} from '@jupyterlab/apputils';
import { INotebookTracker } from '@jupyterlab/notebook';
import { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import {
  ITranslator,
  nullTranslator,
  type TranslationBundle
} from '@jupyterlab/translation';

import { ChartCommands } from '../board/commands';
import type { CardWidget } from '../board/cardwidget';
import type { BoardPanel } from '../board/widget';
import { runsIcon } from '../icons';
import type { PivotPanel } from '../pivot/widget';
import { CATEGORY, CommandIDs, EXTENSION, IRunTracker } from '../tokens';
import { NO_ARGUMENTS } from './arguments';
import { Place } from './place';
import { onFault, pathOf, text } from './ways';

/** Charts and pivots of many runs, in the main area. */
export const board: JupyterFrontEndPlugin<void> = {
  id: 'jupyter-tracker:board',
  description: 'Opens charts and pivots of many runs in the main area.',
  autoStart: true,
  requires: [IRunTracker, IRenderMimeRegistry],
  optional: [
    ITranslator,
    ILayoutRestorer,
    ICommandPalette,
    INotebookTracker,
    ILabShell
  ],
  activate: (
    app: JupyterFrontEnd,
    tracker: IRunTracker,
    rendermime: IRenderMimeRegistry,
    translator: ITranslator | null,
    restorer: ILayoutRestorer | null,
    palette: ICommandPalette | null,
    notebooks: INotebookTracker | null,
    labShell: ILabShell | null
  ): void => {
    const { commands } = app;
    const trans = (translator ?? nullTranslator).load(EXTENSION);
    const area = labShell ? 'main' : 'right';
    const boards = new Place<BoardPanel>(app, 'jupyter-tracker-charts', area);
    const pivots = new Place<PivotPanel>(app, 'jupyter-tracker-pivot', area);

    commands.addCommand(ChartCommands.openCharts, {
      label: trans.__('Charts'),
      caption: trans.__('Draw the listed runs: curves, scatter, importance'),
      icon: runsIcon,
      describedBy: { args: NO_ARGUMENTS },
      execute: async args => {
        const path = pathOf(tracker, args);
        await boards.show(`jt-charts-${path}`, async () => {
          const { BoardModel } = await import('../board/model');
          const { BoardPanel } = await import('../board/widget');
          const model = new BoardModel({
            tracker,
            path,
            name: text(args.name)
          });
          const panel: BoardPanel = new BoardPanel({
            model,
            trans,
            rendermime,
            onFault,
            onSave: (asked, format) =>
              void Private.save(rendermime, panel, asked, format, trans),
            onOpen: run =>
              void commands.execute(CommandIDs.openRun, { run, path }),
            onCell: asked => void Private.insert(notebooks, asked, trans),
            onSaveAs: () => void Private.saveAs(panel, trans)
          });
          model.stateChanged.connect(() => boards.keep(panel));
          return panel;
        });
      }
    });
    commands.addCommand(ChartCommands.openPivot, {
      label: trans.__('Pivot'),
      caption: trans.__(
        'One param down, one across, the mean of a metric in the cells'
      ),
      icon: runsIcon,
      describedBy: { args: NO_ARGUMENTS },
      execute: async args => {
        const path = pathOf(tracker, args);
        await pivots.show(`jt-pivot-${path}`, async () => {
          const { PivotModel } = await import('../pivot/model');
          const { PivotPanel } = await import('../pivot/widget');
          const chosen = Private.chosen(args.choice);
          const model = new PivotModel({ tracker, path, chosen });
          const panel = new PivotPanel({ model, trans });
          model.stateChanged.connect(() => pivots.keep(panel));
          return panel;
        });
      }
    });
    for (const command of Object.values(ChartCommands)) {
      palette?.addItem({ command, category: CATEGORY });
    }
    if (restorer) {
      boards.restore(restorer, ChartCommands.openCharts, ({ model }) => ({
        path: model.path,
        name: model.kept.name
      }));
      pivots.restore(restorer, ChartCommands.openPivot, ({ model }) => ({
        path: model.path,
        choice: { ...model.choice }
      }));
    }
  }
};

namespace Private {
  /** The image of a chart as a file. */
  export async function save(
    rendermime: IRenderMimeRegistry,
    panel: BoardPanel,
    asked: CardWidget.IAsked,
    format: 'png' | 'svg',
    trans: TranslationBundle
  ): Promise<void> {
    const { title, card, colours, request } = asked;
    try {
      const { imageOf, download, fileName } = await import('../board/saving');
      const { axisTitles } = await import('../board/words');
      const { charts, path } = panel.model;
      const of = card.kind === 'curve' ? { ...card, colours } : card;
      const chart = await charts.chart(path, { ...request, card: of });
      const titles = { ...axisTitles(card, trans), chart: title };
      const url = await imageOf(rendermime, chart.figure, format, titles);
      download(url, fileName(title, format));
    } catch (error) {
      Notification.error(
        trans.__('No image was made: %1', (error as Error).message),
        { autoClose: 8000 }
      );
    }
  }

  /** A cell that draws the chart, below the active one of the notebook. */
  export async function insert(
    notebooks: INotebookTracker | null,
    { card, request }: CardWidget.IAsked,
    trans: TranslationBundle
  ): Promise<void> {
    const { cellOf } = await import('../board/saving');
    const source = cellOf(card, request);
    const content = notebooks?.currentWidget?.content;
    if (!content?.model) {
      await navigator.clipboard.writeText(source);
      Notification.info(
        trans.__('No notebook is open: the cell is in the clipboard.'),
        { autoClose: 8000 }
      );
      return;
    }
    const place = content.activeCellIndex + 1;
    content.model.sharedModel.insertCell(place, {
      cell_type: 'code',
      source
    });
    content.activeCellIndex = place;
    Notification.info(trans.__('The cell is below the active one.'), {
      autoClose: 4000
    });
  }

  /** Keep the charts that are open under a name. */
  export async function saveAs(
    panel: BoardPanel,
    trans: TranslationBundle
  ): Promise<void> {
    const { value } = await InputDialog.getText({
      title: trans.__('Save these charts'),
      label: trans.__('Name'),
      okLabel: trans.__('Save')
    });
    if (value?.trim()) {
      panel.model.saveAs(value.trim());
    }
  }

  /** What was chosen in a pivot before a reload. */
  export function chosen(kept: unknown): Record<string, string> {
    return Object.fromEntries(
      Object.entries(kept ?? {}).filter(
        ([, value]) => typeof value === 'string'
      )
    ) as Record<string, string>;
  }
}
