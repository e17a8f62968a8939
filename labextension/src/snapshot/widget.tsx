import type { INotebookContent, IOutput } from '@jupyterlab/nbformat';
import {
  NotebookModel,
  StaticNotebook,
  type NotebookWidgetFactory
} from '@jupyterlab/notebook';
import { ReactWidget } from '@jupyterlab/ui-components';
import type { TranslationBundle } from '@jupyterlab/translation';
import { Panel } from '@lumino/widgets';
import * as React from 'react';

import '../mainstyle';
import { runsIcon } from '../icons';
import { fidelityName } from '../items/fidelity';
import type { Snapshot } from '../rest';
import { withoutFetching } from '../sandbox/figures';
import { recordedOnly } from '../sandbox/rendermime';

/** A notebook as it was when a run was made: to read, untrusted, without a kernel. */
export class SnapshotPage extends Panel {
  constructor(options: SnapshotPage.IOptions) {
    super();
    const { snapshot, run, path, trans } = options;
    this.run = run;
    this.path = path;
    this.addClass('jt-Document');
    this.addClass('jt-Snapshot');
    this.title.icon = runsIcon;
    this.title.label = trans.__('Notebook of %1', snapshot.name);
    this.title.caption = snapshot.path ?? '';
    this.title.closable = true;
    this.addWidget(
      ReactWidget.create(
        <SnapshotHead
          snapshot={snapshot}
          trans={trans}
          onSave={options.onSave}
        />
      )
    );
    this._model = new NotebookModel();
    this._model.fromJSON(Private.locked(snapshot.notebook));
    this._model.readOnly = true;
    const { rendermime, contentFactory, mimeTypeService, editorConfig } =
      options.factory;
    const notebook = new StaticNotebook({
      rendermime: recordedOnly(rendermime),
      contentFactory,
      mimeTypeService,
      editorConfig,
      notebookConfig: {
        ...StaticNotebook.defaultNotebookConfig,
        windowingMode: 'none'
      }
    });
    notebook.model = this._model;
    this.addWidget(notebook);
  }

  /** The id of the run. */
  readonly run: string;

  /** The notebook whose store is meant. */
  readonly path: string;

  override dispose(): void {
    if (!this.isDisposed) {
      super.dispose();
      this._model.dispose();
    }
  }

  private readonly _model: NotebookModel;
}

function SnapshotHead(props: {
  snapshot: Snapshot;
  trans: TranslationBundle;
  onSave: () => void;
}): React.JSX.Element {
  const { snapshot, trans } = props;
  const { label, why } = fidelityName(snapshot.fidelity, trans);
  return (
    <div className="jt-Snapshot-head">
      <p>
        {trans.__('The notebook as it was when %1 was made', snapshot.name)}{' '}
        <span className="jt-Tag" title={why}>
          {label}
        </span>{' '}
        <span className="jt-Quiet">{why}</span>
      </p>
      <button
        type="button"
        className="jp-mod-styled jt-Button jt-Writes"
        title={trans.__('Write it into a new file beside the notebook')}
        onClick={props.onSave}
      >
        {trans.__('Save a copy')}
      </button>
    </div>
  );
}

/** A namespace for `SnapshotPage` statics. */
export namespace SnapshotPage {
  export interface IOptions {
    snapshot: Snapshot;
    run: string;
    path: string;
    factory: NotebookWidgetFactory;
    trans: TranslationBundle;
    onSave: () => void;
  }
}

namespace Private {
  /** The notebook with no cell that can be edited, trusted or taken away. */
  export function locked(notebook: Snapshot['notebook']): INotebookContent {
    const content = notebook as unknown as INotebookContent;
    return {
      ...content,
      cells: content.cells.map(cell => ({
        ...cell,
        ...(Array.isArray(cell.outputs)
          ? { outputs: withoutFetching(cell.outputs as IOutput[]) }
          : {}),
        metadata: {
          ...cell.metadata,
          trusted: false,
          editable: false,
          deletable: false
        }
      }))
    };
  }
}
