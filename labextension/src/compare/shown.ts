import { VDomModel } from '@jupyterlab/ui-components';

import type { Outputs } from '../rest';
import type { CompareModel } from './model';

/** The fold of the outputs: nothing is asked while it is closed. */
export const OUTPUTS = 'outputs';

/** The outputs of the runs compared, asked for while somebody wants to see them. */
export class ShownOutputs extends VDomModel {
  constructor(model: CompareModel) {
    super();
    this._model = model;
    model.stateChanged.connect(this._onModel, this);
  }

  override dispose(): void {
    if (!this.isDisposed) {
      this._model.stateChanged.disconnect(this._onModel, this);
      super.dispose();
    }
  }

  /** What stood below the cells of a run, in their order. */
  of(run: string): readonly Outputs[] {
    return this._cells.get(run) ?? [];
  }

  /** Whether all that there is is there. */
  get isThere(): boolean {
    return this._isThere;
  }

  private _onModel(): void {
    const { folds, comparison, columns } = this._model;
    if (!comparison || !folds.isOpen(OUTPUTS, false)) {
      return;
    }
    const key = JSON.stringify([
      comparison.outputs,
      columns.map(({ run }) => [run.state, run.ended])
    ]);
    if (key !== this._key) {
      this._key = key;
      void this._ask();
    }
  }

  private async _ask(): Promise<void> {
    const { service, path, comparison } = this._model;
    const asked = this._key;
    for (const { run, cells } of comparison?.outputs ?? []) {
      const found: Outputs[] = [];
      for (const { place } of cells) {
        try {
          found.push(await service.outputs(path, run, place));
        } catch {
          // outputs that are not in the store (any more) are not shown
        }
      }
      if (this.isDisposed || asked !== this._key) {
        return;
      }
      if (JSON.stringify(found) !== JSON.stringify(this.of(run))) {
        this._cells.set(run, found); // what is the same stays, so that it is not drawn anew
      }
    }
    this._isThere = true;
    this.stateChanged.emit();
  }

  private readonly _model: CompareModel;
  private readonly _cells = new Map<string, readonly Outputs[]>();
  private _key = '';
  private _isThere = false;
}
