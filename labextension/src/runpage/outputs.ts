import type { IOutput } from '@jupyterlab/nbformat';
import { OutputAreaModel, SimplifiedOutputArea } from '@jupyterlab/outputarea';
import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import type { TranslationBundle } from '@jupyterlab/translation';
import { Panel, Widget } from '@lumino/widgets';

import type { Outputs } from '../rest';
import type { RunPageModel } from './model';

/** The outputs of a run as the notebook showed them, untrusted: no script of theirs runs. */
export class OutputsView extends Panel {
  constructor(options: OutputsView.IOptions) {
    super();
    this.addClass('jt-RunPage-outputs');
    this._options = options;
    options.model.outputsChanged.connect(this._onOutputs, this);
    this._onOutputs();
  }

  override dispose(): void {
    if (!this.isDisposed) {
      this._options.model.outputsChanged.disconnect(this._onOutputs, this);
      super.dispose();
    }
  }

  private _onOutputs(): void {
    const { model, trans } = this._options;
    for (const [place, outputs] of model.outputs) {
      if (this._shown.get(place) !== outputs) {
        this._shown.set(place, outputs);
        this._renew();
        return;
      }
    }
    if (!this.widgets.length) {
      this.addWidget(
        Private.line('p', trans.__('No output of this run is in the store.'))
      );
    }
  }

  private _renew(): void {
    const { model, rendermime, trans } = this._options;
    for (const widget of [...this.widgets]) {
      widget.dispose();
    }
    const isOne = model.outputs.size === 1;
    for (const [place, { outputs, truncated }] of model.outputs) {
      this._shown.set(place, model.outputs.get(place) as Outputs);
      if (!isOne) {
        const count = model.record?.parts[place]?.count ?? ' ';
        this.addWidget(Private.line('h2', trans.__('Cell [%1]', count)));
      }
      const area = new OutputAreaModel({
        trusted: false,
        values: outputs as unknown as IOutput[]
      });
      const widget = new SimplifiedOutputArea({ model: area, rendermime });
      widget.disposed.connect(() => area.dispose());
      this.addWidget(widget);
      if (truncated) {
        this.addWidget(
          Private.line(
            'p',
            trans.__('Only the beginning and the end of it were kept.')
          )
        );
      }
    }
  }

  private readonly _options: OutputsView.IOptions;
  private readonly _shown = new Map<number, Outputs>();
}

/** A namespace for `OutputsView` statics. */
export namespace OutputsView {
  export interface IOptions {
    model: RunPageModel;
    rendermime: IRenderMimeRegistry;
    trans: TranslationBundle;
  }
}

namespace Private {
  /** A line of text between the outputs. */
  export function line(tag: 'h2' | 'p', text: string): Widget {
    const widget = new Widget({ node: document.createElement(tag) });
    widget.node.textContent = text;
    widget.addClass('jt-Quiet');
    return widget;
  }
}
