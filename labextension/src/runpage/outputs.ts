import type { IOutput } from '@jupyterlab/nbformat';
import { OutputAreaModel, SimplifiedOutputArea } from '@jupyterlab/outputarea';
import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import { Panel } from '@lumino/widgets';

import type { RunPageModel } from './model';

/** The outputs of a run as the notebook showed them, untrusted. */
export class OutputsView extends Panel {
  constructor(model: RunPageModel, rendermime: IRenderMimeRegistry) {
    super();
    this.addClass('jt-RunPage-outputs');
    this._model = model;
    this._rendermime = rendermime;
    model.outputsChanged.connect(this._onOutputs, this);
  }

  override dispose(): void {
    if (!this.isDisposed) {
      this._model.outputsChanged.disconnect(this._onOutputs, this);
      super.dispose();
    }
  }

  private _onOutputs(): void {
    for (const widget of [...this.widgets]) {
      widget.dispose();
    }
    for (const { outputs } of this._model.outputs.values()) {
      const model = new OutputAreaModel({
        trusted: false,
        values: outputs as unknown as IOutput[]
      });
      const area = new SimplifiedOutputArea({
        model,
        rendermime: this._rendermime
      });
      area.disposed.connect(() => model.dispose());
      this.addWidget(area);
    }
  }

  private readonly _model: RunPageModel;
  private readonly _rendermime: IRenderMimeRegistry;
}
