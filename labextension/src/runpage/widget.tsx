import type { ReactWidget } from '@jupyterlab/ui-components';
import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import type { TranslationBundle } from '@jupyterlab/translation';
import { Signal, type ISignal } from '@lumino/signaling';
import { TabPanel, type Widget } from '@lumino/widgets';
import * as React from 'react';

import '../mainstyle';
import { runsIcon } from '../icons';
import { drawn } from '../panels/drawn';
import { SeenPanel } from '../panels/seen';
import type { RunRecord } from '../rest';
import { recordedOnly } from '../sandbox/rendermime';
import { CurvesView } from './curves';
import { CodeView, type ICodeActions } from './code';
import { EnvironmentView } from './environment';
import { Files } from './files';
import { Inputs } from './inputs';
import { LogView } from './log';
import { RunPageModel } from './model';
import { OutputsView } from './outputs';
import { Overview } from './overview';
import { confirmReplay, ReplaySide } from './replay';
import { ReplayModel } from './replaymodel';
import { Side, type IRunProps } from './side';
import { TablesView } from './tables';

/** The page of one run, in the main area: what a person decides on the left, what was seen on the right. */
export class RunPage extends SeenPanel {
  constructor(options: RunPage.IOptions) {
    super();
    const { model, trans } = options;
    this.model = model;
    this._options = options;
    this._recorded = recordedOnly(options.rendermime);
    this.addClass('jt-Document');
    this.addClass('jt-RunPage');
    this.node.dataset.run = model.id;
    this.title.icon = runsIcon;
    this.title.label = model.id;
    this.title.closable = true;
    this._replay = new ReplayModel({
      page: model,
      onFault: options.onFault,
      confirm: status => confirmReplay(status, trans)
    });
    this._replay.stateChanged.connect(this._onReplay, this);
    const replay = this._replay;
    const side = this._view(record => (
      <Side
        record={record}
        trans={trans}
        rendermime={this._recorded}
        isWritable={model.isWritable}
        again={<ReplaySide record={record} replay={replay} trans={trans} />}
        colour={model.colour}
        isLost={model.isLost}
        onEdit={edit => void model.edit(edit)}
        onOpen={options.onOpen}
        onReport={() => options.onReport([model.id])}
      />
    ));
    side.addClass('jt-Side');
    this._tabs = this._makeTabs();
    this._tabs.currentIndex = Math.min(
      options.tab ?? 0,
      this._tabs.widgets.length - 1
    );
    this._tabs.currentChanged.connect(() => this._tabChanged.emit());
    this.addWidget(side);
    this.addWidget(this._tabs);
    model.stateChanged.connect(this._onState, this);
  }

  readonly model: RunPageModel;

  /** The place of the tab that is open. */
  get tab(): number {
    return this._tabs.currentIndex;
  }

  /** Emitted when another tab is opened. */
  get tabChanged(): ISignal<this, void> {
    return this._tabChanged;
  }

  override dispose(): void {
    if (!this.isDisposed) {
      this._replay.dispose();
      this.model.dispose();
      Signal.clearData(this);
      super.dispose();
    }
  }

  protected override onSeen(isSeen: boolean): void {
    this.model.isActive = isSeen;
    this._replay.isActive = isSeen;
  }

  private _makeTabs(): TabPanel {
    const { model, trans } = this._options;
    const rendermime = this._recorded;
    const tabs = new TabPanel();
    const add = (label: string, widget: Widget) => {
      widget.title.label = label;
      widget.addClass('jt-RunPage-tab');
      widget.node.tabIndex = 0; // it scrolls, so the keyboard must reach it
      tabs.addWidget(widget);
    };
    const view = (
      label: string,
      Part: (props: IRunProps) => React.JSX.Element
    ) =>
      add(
        label,
        this._view(record => <Part record={record} trans={trans} />)
      );
    add(
      trans.__('Overview'),
      this._view(record => (
        <Overview {...this._options} record={record} replay={this._replay} />
      ))
    );
    add(trans.__('Curves'), new CurvesView(model, trans));
    add(trans.__('Tables'), new TablesView(model, trans));
    add(trans.__('Outputs'), new OutputsView({ model, rendermime, trans }));
    add(trans.__('Code'), new CodeView(model, trans, this._options));
    view(trans.__('Inputs'), Inputs);
    view(trans.__('Files'), props => (
      <Files {...props} model={model} rendermime={rendermime} />
    ));
    const { onSave } = this._options;
    add(
      trans.__('Environment'),
      new EnvironmentView(model, trans, () =>
        onSave({ what: 'requirements', format: 'txt' })
      )
    );
    add(trans.__('Log'), new LogView(model, trans));
    return tabs;
  }

  private _view(draw: (record: RunRecord) => React.JSX.Element): ReactWidget {
    const { model } = this;
    return drawn(model.stateChanged, () =>
      model.record ? (
        draw(model.record)
      ) : (
        <p role={model.error ? 'alert' : 'status'}>
          {model.error || this._options.trans.__('Loading…')}
        </p>
      )
    );
  }

  private _onReplay(): void {
    this.model.stateChanged.emit();
  }

  private _onState(): void {
    const { record, isWritable } = this.model;
    this.toggleClass('jt-mod-readOnly', !isWritable);
    if (record) {
      this.node.dataset.path = this.model.notebook;
      this.node.dataset.writable = String(isWritable);
      this.title.label = record.name;
      this.title.caption = record.id;
    }
  }

  private readonly _options: RunPage.IOptions;
  private readonly _recorded: IRenderMimeRegistry;
  private readonly _replay: ReplayModel;
  private readonly _tabs: TabPanel;
  private readonly _tabChanged = new Signal<this, void>(this);
}

/** A namespace for `RunPage` statics. */
export namespace RunPage {
  export interface IOptions extends ICodeActions {
    model: RunPageModel;
    trans: TranslationBundle;
    rendermime: IRenderMimeRegistry;
    onOpen: (id: string) => void;
    onCompare: (ids: string[], section?: string) => void;
    onReport: (ids: string[]) => void;
    onFault: (error: unknown) => void;
    /** The place of the tab that is open at first. */
    tab?: number;
  }
}
