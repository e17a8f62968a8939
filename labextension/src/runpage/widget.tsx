import { ReactWidget, UseSignal } from '@jupyterlab/ui-components';
import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { Message } from '@lumino/messaging';
import { Panel, TabPanel, type Widget } from '@lumino/widgets';
import * as React from 'react';

import { CurveChart } from '../charts/chart';
import { runsIcon } from '../icons';
import type { RunRecord } from '../rest';
import { Code, Environment, Files, Inputs } from './details';
import { RunPageModel } from './model';
import { OutputsView } from './outputs';
import { Overview } from './overview';

/** The page of one run, in the main area. */
export class RunPage extends Panel {
  constructor(options: RunPage.IOptions) {
    super();
    const { model, trans, rendermime } = options;
    this.model = model;
    this._trans = trans;
    this.addClass('jt-Document');
    this.addClass('jt-RunPage');
    this.title.icon = runsIcon;
    this.title.label = model.id;
    this.title.closable = true;
    this._chart = new CurveChart({
      label: metric => trans.__('Curve of %1', metric)
    });
    this._chart.addClass('jt-Compare-chart');
    const first = new Panel();
    first.addWidget(
      this._view(record => <Overview record={record} trans={trans} />)
    );
    first.addWidget(this._picker());
    first.addWidget(this._chart);
    const tabs = new TabPanel();
    this._tab(tabs, trans.__('Overview'), first);
    this._tab(tabs, trans.__('Outputs'), new OutputsView(model, rendermime));
    this._tab(
      tabs,
      trans.__('Code'),
      this._view(record => <Code record={record} trans={trans} />)
    );
    this._tab(
      tabs,
      trans.__('Inputs'),
      this._view(record => <Inputs record={record} trans={trans} />)
    );
    this._tab(
      tabs,
      trans.__('Files'),
      this._view(record => (
        <Files
          record={record}
          trans={trans}
          url={place =>
            model.tracker.service.artifactUrl(model.path, model.id, place)
          }
        />
      ))
    );
    this._tab(
      tabs,
      trans.__('Environment'),
      this._view(record => <Environment record={record} trans={trans} />)
    );
    this.addWidget(tabs);
    model.stateChanged.connect(this._onState, this);
    model.curvesChanged.connect(this._onState, this);
    this._onState();
  }

  readonly model: RunPageModel;

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

  private _tab(tabs: TabPanel, label: string, widget: Widget): void {
    widget.title.label = label;
    widget.addClass('jt-RunPage-tab');
    tabs.addWidget(widget);
  }

  private _view(draw: (record: RunRecord) => React.JSX.Element): ReactWidget {
    const { model } = this;
    return ReactWidget.create(
      <UseSignal signal={model.stateChanged}>
        {() =>
          model.record ? (
            draw(model.record)
          ) : (
            <p role="status">{model.error || this._trans.__('Loading…')}</p>
          )
        }
      </UseSignal>
    );
  }

  private _picker(): ReactWidget {
    const { model } = this;
    return ReactWidget.create(
      <UseSignal signal={model.stateChanged}>
        {() =>
          model.metrics.length ? (
            <h2 className="jt-Compare-curves">
              {this._trans.__('Curves')}
              <select
                aria-label={this._trans.__('Metric drawn')}
                value={model.metric}
                onChange={event => {
                  model.metric = event.target.value;
                }}
              >
                {model.metrics.map(name => (
                  <option key={name} value={name}>
                    {name}
                  </option>
                ))}
              </select>
            </h2>
          ) : null
        }
      </UseSignal>
    );
  }

  private _onState(): void {
    const { record, metrics, metric, curves } = this.model;
    if (record) {
      this.title.label = record.name;
      this.title.caption = record.id;
    }
    this._chart.setHidden(!metrics.length);
    this._chart.draw(metric, curves);
  }

  private readonly _trans: TranslationBundle;
  private readonly _chart: CurveChart;
}

/** A namespace for `RunPage` statics. */
export namespace RunPage {
  export interface IOptions {
    model: RunPageModel;
    trans: TranslationBundle;
    rendermime: IRenderMimeRegistry;
  }
}
