import {
  MenuSvg,
  PanelWithToolbar,
  SidePanel,
  ToolbarButton,
  ellipsesIcon,
  refreshIcon,
  tableRowsIcon
} from '@jupyterlab/ui-components';
import type { ITranslator, TranslationBundle } from '@jupyterlab/translation';
import type { CommandRegistry } from '@lumino/commands';
import type { Message } from '@lumino/messaging';
import type { AccordionPanel, Menu, PanelLayout } from '@lumino/widgets';
import * as React from 'react';

import { ChartCommands } from '../board/commands';
import { ActionBar } from '../items/actions';
import { Count } from '../items/count';
import { LastCell } from '../items/lastcell';
import { CurvesModel } from '../models/curves';
import { LastCellModel } from '../models/lastcell';
import type { RunsModel } from '../models/runs';
import { CommandIDs, type IStoreContext } from '../tokens';
import { CurvesView } from './curvesview';
import { drawn } from './drawn';
import { RunsView, RunsHead } from './runsview';

/** The sidebar panel: filter and list, curves, the last cell, and what to do with the selected runs. */
export class RunsPanel extends SidePanel {
  constructor(options: RunsPanel.IOptions) {
    super({ translator: options.translator });
    const { model, trans, commands } = options;
    this.id = 'jupyter-tracker-runs';
    this.addClass('jt-Panel');
    this.node.setAttribute('role', 'region');
    this.node.setAttribute('aria-label', trans.__('Runs'));
    this._model = model;
    model.stateChanged.connect(this._onState, this);
    this._curves = new CurvesModel(model);
    this._lastCell = new LastCellModel(model);
    this._menu = Private.menu(commands, model, trans);
    this._chart = new CurvesView({ model: this._curves, trans });
    const lastCell = drawn(this._lastCell.stateChanged, () =>
      React.createElement(LastCell, {
        model: this._lastCell,
        trans,
        onFault: options.onFault
      })
    );
    for (const [widget, label] of [
      [this._runs(options), trans.__('Runs')],
      [this._chart, trans.__('Curves')],
      [lastCell, trans.__('Last cell')]
    ] as const) {
      widget.title.label = label;
      this.addWidget(widget);
    }
    this.sections.setRelativeSizes([6, 4, 1.6]);
    const actions = drawn(model.stateChanged, () =>
      React.createElement(ActionBar, {
        model,
        commands,
        trans,
        openMenu: (x, y) => this._menu.runs.open(x, y)
      })
    );
    (this.layout as PanelLayout).addWidget(actions);
  }

  /** The runs, the curves and the last cell. */
  get sections(): AccordionPanel {
    return this.content as AccordionPanel;
  }

  /** Set how strongly the curves are smoothed. */
  set smoothing(weight: number) {
    this._curves.smoothing = weight;
  }

  override dispose(): void {
    if (this.isDisposed) {
      return;
    }
    this._model.stateChanged.disconnect(this._onState, this);
    this._curves.dispose();
    this._lastCell.dispose();
    this._menu.panel.dispose();
    this._menu.runs.dispose();
    super.dispose();
  }

  protected override onAfterShow(message: Message): void {
    super.onAfterShow(message);
    this._wake(true);
  }

  protected override onAfterAttach(message: Message): void {
    super.onAfterAttach(message);
    this._wake(this.isVisible);
  }

  protected override onAfterHide(message: Message): void {
    super.onAfterHide(message);
    this._wake(false);
  }

  private _onState(): void {
    const isReadOnly = this._model.status?.writable === false;
    this.toggleClass('jt-mod-readOnly', isReadOnly);
  }

  private _wake(active: boolean): void {
    this._model.isActive = active;
    this._curves.isActive = active;
    this._lastCell.isActive = active;
  }

  /** The section with the filter and the list. */
  private _runs(options: RunsPanel.IOptions): PanelWithToolbar {
    const { model, trans, commands } = options;
    const filter = React.createRef<HTMLInputElement>();
    const section = new PanelWithToolbar();
    section.addClass('jt-Runs');
    section.addWidget(new RunsHead({ ...options, filter }));
    section.addWidget(
      new RunsView({
        ...options,
        focusFilter: () => filter.current?.focus()
      })
    );
    const { toolbar } = section;
    toolbar.node.setAttribute('aria-label', trans.__('Runs'));
    toolbar.addItem(
      'count',
      drawn(model.stateChanged, () =>
        React.createElement(Count, { model, trans })
      )
    );
    toolbar.addItem(
      'table',
      new ToolbarButton({
        icon: tableRowsIcon,
        tooltip: trans.__('Open the run table'),
        onClick: () => void commands.execute(CommandIDs.openTable)
      })
    );
    toolbar.addItem(
      'refresh',
      new ToolbarButton({
        icon: refreshIcon,
        tooltip: trans.__('Refresh the runs'),
        onClick: () => void commands.execute(CommandIDs.refreshRuns)
      })
    );
    const more = new ToolbarButton({
      icon: ellipsesIcon,
      tooltip: trans.__('More'),
      onClick: () => {
        const box = more.node.getBoundingClientRect();
        this._menu.panel.open(box.left, box.bottom);
      }
    });
    toolbar.addItem('more', more);
    return section;
  }

  private readonly _model: RunsModel;
  private readonly _curves: CurvesModel;
  private readonly _lastCell: LastCellModel;
  private readonly _chart: CurvesView;
  private readonly _menu: { panel: Menu; runs: Menu };
}

/** A namespace for `RunsPanel` statics. */
export namespace RunsPanel {
  export interface IOptions {
    model: RunsModel;
    context: IStoreContext;
    commands: CommandRegistry;
    trans: TranslationBundle;
    translator?: ITranslator;
    /** Called with what went wrong in something that a person asked for. */
    onFault: (error: unknown) => void;
  }
}

namespace Private {
  /** The menus behind the two ⋯ buttons. */
  export function menu(
    commands: CommandRegistry,
    model: RunsModel,
    trans: TranslationBundle
  ): { panel: Menu; runs: Menu } {
    const panel = new MenuSvg({ commands });
    panel.title.label = trans.__('Runs');
    for (const command of [
      CommandIDs.refreshRuns,
      ChartCommands.openCharts,
      ChartCommands.openPivot,
      CommandIDs.openTable,
      CommandIDs.makeReport,
      CommandIDs.showRulings,
      CommandIDs.openQuickstart,
      CommandIDs.showStatus
    ]) {
      panel.addItem({ command });
    }
    const runs = new MenuSvg({ commands });
    runs.title.label = trans.__('Selected runs');
    runs.aboutToClose.connect(() => model.stateChanged.emit());
    for (const command of [
      CommandIDs.renameRun,
      CommandIDs.noteRun,
      CommandIDs.tagRuns,
      CommandIDs.starRuns,
      CommandIDs.setBaseline,
      CommandIDs.archiveRuns,
      CommandIDs.deleteRuns
    ]) {
      runs.addItem({ command });
    }
    return { panel, runs };
  }
}
