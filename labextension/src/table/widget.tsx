import type { TranslationBundle } from '@jupyterlab/translation';
import type { CommandRegistry } from '@lumino/commands';
import * as React from 'react';

import '../mainstyle';
import { runsIcon } from '../icons';
import { drawn } from '../panels/drawn';
import { SeenPanel } from '../panels/seen';
import { TableActions } from './actions';
import { csv, download, runsCode, tsv } from './export';
import type { TableModel } from './model';
import { TableView } from './view';

/** The run table, in the main area. */
export class TablePanel extends SeenPanel {
  constructor(options: TablePanel.IOptions) {
    super();
    const { model, trans, commands } = options;
    this.model = model;
    this._options = options;
    this.addClass('jt-Document');
    this.addClass('jt-TablePanel');
    this.title.icon = runsIcon;
    this.title.label = trans.__('Run table');
    this.title.caption = model.path
      ? trans.__('Runs of %1', model.path)
      : trans.__('Runs');
    this.title.closable = true;
    const actions = new TableActions({ model, commands, trans });
    const view = drawn(model.stateChanged, () => (
      <TableView
        model={model}
        actions={actions}
        trans={trans}
        exports={{
          csv: () => void this._export(csv(model), this._save),
          clipboard: () => void this._export(tsv(model), options.copy),
          notebook: options.canInsert()
            ? () => options.insert(runsCode(model.question.filter))
            : null
        }}
      />
    ));
    view.addClass('jt-TablePanel-view');
    this.addWidget(view);
  }

  readonly model: TableModel;

  override dispose(): void {
    if (!this.isDisposed) {
      this.model.dispose();
      super.dispose();
    }
  }

  protected onSeen(isSeen: boolean): void {
    this.model.isActive = isSeen;
  }

  private readonly _save = (content: string): void =>
    download('runs.csv', content, 'text/csv;charset=utf-8');

  private async _export(
    content: Promise<string>,
    take: (content: string) => void
  ): Promise<void> {
    try {
      take(await content);
    } catch (error) {
      this._options.model.onFault(error);
    }
  }

  private readonly _options: TablePanel.IOptions;
}

/** A namespace for `TablePanel` statics. */
export namespace TablePanel {
  export interface IOptions {
    model: TableModel;
    commands: CommandRegistry;
    trans: TranslationBundle;
    /** Put a text on the clipboard. */
    copy: (text: string) => void;
    /** Whether there is a notebook to put a cell into. */
    canInsert: () => boolean;
    /** Put a cell below the active one. */
    insert: (source: string) => void;
  }
}
