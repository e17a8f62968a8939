import type { TranslationBundle } from '@jupyterlab/translation';
import { Panel, Widget } from '@lumino/widgets';

import { CurveChart } from '../charts/chart';
import { SeenPanel } from '../panels/seen';
import type { Metric } from '../rest';
import type { RunPageModel } from './model';
import { systemTitle, systemValue } from './system';

/** The curves of a run, one chart for each metric, and below them what the machine did; asked for while they can be seen. */
export class CurvesView extends SeenPanel {
  constructor(model: RunPageModel, trans: TranslationBundle) {
    super();
    this._model = model;
    this._trans = trans;
    this._empty.node.textContent = trans.__('No curve was seen in this run.');
    this._empty.addClass('jt-Quiet');
    this._system.node.textContent = trans.__(
      'System, over the seconds of the run'
    );
    this._system.addClass('jt-RunPage-part');
    this._metrics.addClass('jt-RunPage-curves');
    this._resources.addClass('jt-RunPage-curves');
    for (const part of [
      this._empty,
      this._metrics,
      this._system,
      this._resources
    ]) {
      this.addWidget(part);
    }
    model.curvesChanged.connect(this._onCurves, this);
    model.stateChanged.connect(this._onState, this);
    this._onState();
  }

  override dispose(): void {
    if (!this.isDisposed) {
      this._model.curvesChanged.disconnect(this._onCurves, this);
      this._model.stateChanged.disconnect(this._onState, this);
      super.dispose();
    }
  }

  protected override onSeen(isSeen: boolean): void {
    this._model.wantsCurves = isSeen;
  }

  private _onState(): void {
    this._empty.setHidden(this._model.metrics.length > 0);
    this._system.setHidden(!this._model.record?.system.length);
  }

  private _onCurves(): void {
    const { record, curves } = this._model;
    const resources = record?.system ?? [];
    for (const [name, curve] of curves) {
      const resource = resources.find(one => one.name === name);
      const chart =
        this._charts.get(name) ??
        (resource ? this._addResource(resource) : this._addMetric(name));
      chart.draw(name, curve.series.value.length ? [curve] : []);
    }
  }

  private _addMetric(metric: string): CurveChart {
    const { _trans: trans } = this;
    const chart = new CurveChart({
      label: () => trans.__('Curve of %1', metric)
    });
    return this._add(this._metrics, metric, metric, chart);
  }

  private _addResource(resource: Metric): CurveChart {
    const { _trans: trans } = this;
    const title = systemTitle(resource.name, trans);
    const chart = new CurveChart({
      label: () => trans.__('%1 over the seconds of the run', title),
      tell: value => systemValue(resource, value)
    });
    return this._add(this._resources, resource.name, title, chart);
  }

  private _add(
    where: Panel,
    name: string,
    label: string,
    chart: CurveChart
  ): CurveChart {
    const card = new Panel();
    card.addClass('jt-Card');
    const title = new Widget({ node: document.createElement('h3') });
    title.node.textContent = label;
    card.addWidget(title);
    card.addWidget(chart);
    where.addWidget(card);
    this._charts.set(name, chart);
    return chart;
  }

  private readonly _model: RunPageModel;
  private readonly _trans: TranslationBundle;
  private readonly _charts = new Map<string, CurveChart>();
  private readonly _empty = new Widget({ node: document.createElement('p') });
  private readonly _system = new Widget({
    node: document.createElement('h2')
  });
  private readonly _metrics = new Panel();
  private readonly _resources = new Panel();
}
