import { ReactWidget, UseSignal } from '@jupyterlab/ui-components';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { Message } from '@lumino/messaging';
import { Panel } from '@lumino/widgets';
import * as React from 'react';

import { CurveChart } from '../charts/chart';
import { runsIcon } from '../icons';
import { CompareModel } from './model';
import { CompareBottom, CompareTop } from './page';
import type { ITableProps } from './tables';

/** Several runs beside each other, in the main area. */
export class ComparePanel extends Panel {
  constructor(options: ComparePanel.IOptions) {
    super();
    const { model, trans } = options;
    this.model = model;
    this._options = options;
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
    this.addWidget(this._part(CompareTop));
    this.addWidget(this._chart);
    this.addWidget(this._part(CompareBottom));
    model.curvesChanged.connect(this._onCurves, this);
    model.stateChanged.connect(this._onCurves, this);
    this._onCurves();
  }

  readonly model: CompareModel;

  /** Draw with the colours of a new theme. */
  retheme(): void {
    this._chart.retheme();
  }

  override dispose(): void {
    if (!this.isDisposed) {
      this.model.dispose();
      super.dispose();
    }
  }

  protected override onAfterShow(message: Message): void {
    super.onAfterShow(message);
    this.model.isActive = true;
  }

  protected override onAfterAttach(message: Message): void {
    super.onAfterAttach(message);
    this.model.isActive = this.isVisible;
  }

  protected override onAfterHide(message: Message): void {
    super.onAfterHide(message);
    this.model.isActive = false;
  }

  private _part(part: (props: ITableProps) => React.JSX.Element): ReactWidget {
    const { trans, onOpen } = this._options;
    const { model } = this;
    return ReactWidget.create(
      React.createElement(UseSignal, {
        signal: model.stateChanged,
        children: () => {
          const { comparison } = model;
          if (comparison) {
            return React.createElement(part, {
              model,
              comparison,
              trans,
              onOpen
            });
          }
          return part === CompareTop
            ? React.createElement(
                'p',
                { role: 'status' },
                model.error || trans.__('Loading…')
              )
            : null;
        }
      })
    );
  }

  private _onCurves(): void {
    this._chart.setHidden(!this.model.metrics.length);
    this._chart.draw(this.model.metric, this.model.curves);
  }

  private readonly _options: ComparePanel.IOptions;
  private readonly _chart: CurveChart;
}

/** A namespace for `ComparePanel` statics. */
export namespace ComparePanel {
  export interface IOptions {
    model: CompareModel;
    trans: TranslationBundle;
    onOpen: (id: string) => void;
  }
}
