import { ReactWidget } from '@jupyterlab/ui-components';
import type { TranslationBundle } from '@jupyterlab/translation';
import { Panel, type Widget } from '@lumino/widgets';
import * as React from 'react';

import { CurveChart } from '../charts/chart';
import { CurveTools } from '../items/curvetools';
import type { CurvesModel } from '../models/curves';

/** The curves of the shown runs with the choice of their metric. */
export class CurvesView extends Panel {
  constructor(options: { model: CurvesModel; trans: TranslationBundle }) {
    super();
    this.addClass('jt-Curves');
    this._model = options.model;
    const { trans } = options;
    this._chart = new CurveChart({
      label: (metric, runs) =>
        runs
          ? trans._n('%2 of %1 run', '%2 of %1 runs', runs, metric)
          : trans.__('No curves')
    });
    this._tools = ReactWidget.create(
      React.createElement(CurveTools, { model: options.model, trans })
    );
    this._tools.addClass('jt-Curves-tools');
    this.addWidget(this._tools);
    this.addWidget(this._chart);
    this._model.stateChanged.connect(this._onState, this);
  }

  override dispose(): void {
    if (!this.isDisposed) {
      this._model.stateChanged.disconnect(this._onState, this);
      super.dispose();
    }
  }

  private _onState(): void {
    const { metric, curves, smoothing } = this._model;
    this._chart.draw(metric, curves, smoothing);
  }

  private readonly _model: CurvesModel;
  private readonly _chart: CurveChart;
  private readonly _tools: Widget;
}
