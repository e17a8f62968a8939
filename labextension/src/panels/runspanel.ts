import { ReactWidget, UseSignal } from '@jupyterlab/ui-components';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { ISignal } from '@lumino/signaling';
import type { CommandRegistry } from '@lumino/commands';
import type { Message } from '@lumino/messaging';
import { AccordionPanel, BoxLayout, Menu, Widget } from '@lumino/widgets';
import * as React from 'react';

import { ActionBar } from '../items/actions';
import { LastCell } from '../items/lastcell';
import { CurvesModel } from '../models/curves';
import { LastCellModel } from '../models/lastcell';
import type { RunsModel } from '../models/runs';
import { CommandIDs, type IStoreContext } from '../tokens';
import { CurvesView } from './curvesview';
import { RunsView, RunsHead } from './runsview';

/** The sidebar panel: filter and list, curves, the last cell, and what to do with the selected runs. */
export class RunsPanel extends Widget {
  constructor(options: RunsPanel.IOptions) {
    super();
    const { model, trans, commands } = options;
    this.id = 'jupyter-tracker-runs';
    this.addClass('jt-Panel');
    this.node.setAttribute('role', 'region');
    this.node.setAttribute('aria-label', trans.__('Runs'));
    this._model = model;
    this._curves = new CurvesModel(model);
    this._lastCell = new LastCellModel(model);
    this._menu = Private.menu(commands, model, trans);
    const filter = React.createRef<HTMLInputElement>();
    this.head = new RunsHead({ ...options, filter, menu: this._menu.panel });
    this._list = new RunsView({
      ...options,
      focusFilter: () => filter.current?.focus()
    });
    this._chart = new CurvesView({ model: this._curves, trans });
    const lastCell = Private.react(this._lastCell.stateChanged, () =>
      React.createElement(LastCell, {
        model: this._lastCell,
        trans,
        onFault: options.onFault
      })
    );
    const actions = Private.react(model.stateChanged, () =>
      React.createElement(ActionBar, {
        model,
        commands,
        trans,
        openMenu: (x, y) => this._menu.runs.open(x, y)
      })
    );
    this._accordion = new AccordionPanel({ titleSpace: 24, spacing: 0 });
    for (const [widget, label] of [
      [this._list, trans.__('Runs')],
      [this._chart, trans.__('Curves')],
      [lastCell, trans.__('Last cell')]
    ] as const) {
      widget.title.label = label;
      this._accordion.addWidget(widget);
    }
    this._accordion.setRelativeSizes([6, 4, 1.6]);
    const layout = (this.layout = new BoxLayout({ spacing: 0 }));
    layout.addWidget(this.head);
    layout.addWidget(this._accordion);
    layout.addWidget(actions);
    BoxLayout.setStretch(this._accordion, 1);
    BoxLayout.setStretch(this.head, 0);
    BoxLayout.setStretch(actions, 0);
    model.stateChanged.connect(this._onState, this);
    this._actions = actions;
    this._onState();
  }

  /** The header with the filter. */
  readonly head: RunsHead;

  /** Draw the curves with the colours of a new theme. */
  retheme(): void {
    this._chart.retheme();
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

  private _wake(active: boolean): void {
    this._model.isActive = active;
    this._curves.isActive = active;
    this._lastCell.isActive = active;
  }

  private _onState(): void {
    this._actions.setHidden(!this._model.selection.ids.length);
  }

  private readonly _model: RunsModel;
  private readonly _curves: CurvesModel;
  private readonly _lastCell: LastCellModel;
  private readonly _list: RunsView;
  private readonly _chart: CurvesView;
  private readonly _accordion: AccordionPanel;
  private readonly _actions: Widget;
  private readonly _menu: { panel: Menu; runs: Menu };
}

/** A namespace for `RunsPanel` statics. */
export namespace RunsPanel {
  export interface IOptions {
    model: RunsModel;
    context: IStoreContext;
    commands: CommandRegistry;
    trans: TranslationBundle;
    /** Called with what went wrong in something that a person asked for. */
    onFault: (error: unknown) => void;
  }
}

namespace Private {
  /** A widget that draws anew whenever the signal says so. */
  export function react(
    signal: ISignal<unknown, void>,
    draw: () => React.JSX.Element
  ): Widget {
    return ReactWidget.create(
      React.createElement(UseSignal, { signal, children: draw })
    );
  }

  /** The menus behind the two ⋯ buttons. */
  export function menu(
    commands: CommandRegistry,
    model: RunsModel,
    trans: TranslationBundle
  ): { panel: Menu; runs: Menu } {
    const panel = new Menu({ commands });
    panel.title.label = trans.__('Runs');
    for (const command of [
      CommandIDs.refreshRuns,
      CommandIDs.makeReport,
      CommandIDs.openQuickstart,
      CommandIDs.showStatus
    ]) {
      panel.addItem({ command });
    }
    const runs = new Menu({ commands });
    runs.title.label = trans.__('Selected runs');
    runs.aboutToClose.connect(() => model.stateChanged.emit());
    for (const command of [
      CommandIDs.renameRun,
      CommandIDs.noteRun,
      CommandIDs.tagRuns,
      CommandIDs.starRuns,
      CommandIDs.setBaseline,
      CommandIDs.deleteRuns
    ]) {
      runs.addItem({ command });
    }
    return { panel, runs };
  }
}
