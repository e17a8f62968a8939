import type { ReactWidget } from '@jupyterlab/ui-components';
import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import type { TranslationBundle } from '@jupyterlab/translation';
import { Panel } from '@lumino/widgets';
import * as React from 'react';

import '../mainstyle';
import { CurveChart } from '../charts/chart';
import { runsIcon } from '../icons';
import { drawn } from '../panels/drawn';
import { SeenPanel } from '../panels/seen';
import { recordedOnly } from '../sandbox/rendermime';
import { CompareModel } from './model';
import { CompareCode } from './code';
import { CurvesHead } from './curveshead';
import { CompareHead } from './head';
import { CompareModels } from './models';
import { CompareMoved } from './moved';
import { CompareSeeds } from './seeds';
import { CompareTable, type ICompareProps } from './table';

/** Several runs beside each other, in the main area. */
export class ComparePanel extends SeenPanel {
  constructor(options: ComparePanel.IOptions) {
    super();
    const { model, trans } = options;
    this.model = model;
    this._options = options;
    this._recorded = recordedOnly(options.rendermime);
    this.addClass('jt-Document');
    this.addClass('jt-Compare');
    this.title.icon = runsIcon;
    this.title.label = trans.__('Compare %1 runs', model.runs.length);
    this.title.closable = true;
    this._chart = new CurveChart({
      label: (metric, runs) =>
        trans._n('%2 of %1 run', '%2 of %1 runs', runs, metric)
    });
    this._chart.addClass('jt-Compare-chart');
    const page = new Panel();
    page.addClass('jt-Compare-page');
    const still = [
      this._part(CompareMoved),
      this._part(CompareSeeds),
      this._part(CompareModels),
      this._part(CurvesHead),
      this._chart,
      this._part(CompareCode)
    ];
    const head = this._part(CompareHead, () => this._waiting());
    for (const widget of [head, ...still]) {
      widget.addClass('jt-Compare-still');
    }
    page.addWidget(head);
    page.addWidget(this._part(CompareTable));
    still.forEach(widget => page.addWidget(widget));
    this.addWidget(page);
    model.curvesChanged.connect(this._onCurves, this);
    model.stateChanged.connect(this._onCurves, this);
    // once what the state says has been drawn
    model.stateChanged.connect(() =>
      requestAnimationFrame(() => this._onReveal())
    );
    this._onCurves();
  }

  readonly model: CompareModel;

  /** Bring a section into sight, as soon as it is there. */
  reveal(section: string): void {
    this._wanted = section;
    this._onReveal();
  }

  override dispose(): void {
    if (!this.isDisposed) {
      this.model.dispose();
      super.dispose();
    }
  }

  protected override onSeen(isSeen: boolean): void {
    this.model.isActive = isSeen;
  }

  private _part(
    part: (props: ICompareProps) => React.JSX.Element | null,
    otherwise: () => React.JSX.Element | null = () => null
  ): ReactWidget {
    const { trans, onOpen, onReport } = this._options;
    const rendermime = this._recorded;
    const { model } = this;
    return drawn(model.stateChanged, () => {
      const { comparison } = model;
      const about = { model, trans, onOpen, onReport, rendermime };
      return comparison
        ? React.createElement(part, { ...about, comparison })
        : otherwise();
    });
  }

  private _onReveal(): void {
    const part = this.node.querySelector(`[data-section="${this._wanted}"]`);
    if (this._wanted && part) {
      this._wanted = '';
      part.scrollIntoView({ block: 'start' });
      part.querySelector('button')?.focus({ preventScroll: true });
    }
  }

  private _waiting(): React.JSX.Element {
    const { error } = this.model;
    return React.createElement(
      'p',
      { role: error ? 'alert' : 'status' },
      error || this._options.trans.__('Loading…')
    );
  }

  private _onCurves(): void {
    const { metrics, metric, curves, folds } = this.model;
    this.node.dataset.path = this.model.notebook;
    this.node.dataset.writable = String(this.model.isWritable);
    this._chart.setHidden(!metrics.length || !folds.isOpen('curves', true));
    this._chart.draw(metric, curves);
  }

  private readonly _options: ComparePanel.IOptions;
  private readonly _recorded: IRenderMimeRegistry;
  private readonly _chart: CurveChart;
  private _wanted = '';
}

/** A namespace for `ComparePanel` statics. */
export namespace ComparePanel {
  export interface IOptions {
    model: CompareModel;
    trans: TranslationBundle;
    rendermime: IRenderMimeRegistry;
    onOpen: (id: string) => void;
    onReport: (ids: string[]) => void;
  }
}
