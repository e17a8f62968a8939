import type { Message } from '@lumino/messaging';
import { Panel, Widget } from '@lumino/widgets';
import type { TranslationBundle } from '@jupyterlab/translation';

import { CurveChart } from '../charts/chart';
import type { RunPageModel } from './model';

/** The curves of a run, one chart for each metric; asked for while they can be seen. */
export class CurvesView extends Panel {
  constructor(model: RunPageModel, trans: TranslationBundle) {
    super();
    this.addClass('jt-RunPage-curves');
    this._model = model;
    this._trans = trans;
    this._empty.node.textContent = trans.__('No curve was seen in this run.');
    this._empty.addClass('jt-Quiet');
    this.addWidget(this._empty);
    model.curvesChanged.connect(this._onCurves, this);
    model.stateChanged.connect(this._onState, this);
  }

  /** Draw with the colours of a new theme. */
  retheme(): void {
    this._charts.forEach(chart => chart.retheme());
  }

  override dispose(): void {
    if (!this.isDisposed) {
      this._model.curvesChanged.disconnect(this._onCurves, this);
      this._model.stateChanged.disconnect(this._onState, this);
      super.dispose();
    }
  }

  protected override onAfterAttach(message: Message): void {
    super.onAfterAttach(message);
    this._model.wantsCurves = this.isVisible;
  }

  protected override onAfterShow(message: Message): void {
    super.onAfterShow(message);
    this._model.wantsCurves = true;
  }

  protected override onAfterHide(message: Message): void {
    super.onAfterHide(message);
    this._model.wantsCurves = false;
  }

  private _onState(): void {
    this._empty.setHidden(this._model.metrics.length > 0);
  }

  private _onCurves(): void {
    for (const [metric, curve] of this._model.curves) {
      let chart = this._charts.get(metric);
      if (!chart) {
        const { _trans: trans } = this;
        chart = new CurveChart({
          label: () => trans.__('Curve of %1', metric)
        });
        const card = new Panel();
        card.addClass('jt-Card');
        const title = new Widget({ node: document.createElement('h2') });
        title.node.textContent = metric;
        card.addWidget(title);
        card.addWidget(chart);
        this.addWidget(card);
        this._charts.set(metric, chart);
      }
      chart.draw(metric, curve.series.value.length ? [curve] : []);
    }
  }

  private readonly _model: RunPageModel;
  private readonly _trans: TranslationBundle;
  private readonly _charts = new Map<string, CurveChart>();
  private readonly _empty = new Widget({ node: document.createElement('p') });
}
