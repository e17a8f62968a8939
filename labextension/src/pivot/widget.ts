import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import '../mainstyle';
import { runsIcon } from '../icons';
import { drawn } from '../panels/drawn';
import { page } from '../panels/page';
import { SeenPanel } from '../panels/seen';
import type { PivotModel } from './model';
import { PivotView } from './table';

/** A pivot in the main area. */
export class PivotPanel extends SeenPanel {
  constructor(options: { model: PivotModel; trans: TranslationBundle }) {
    super();
    const { model, trans } = options;
    this.model = model;
    this.addClass('jt-Document');
    this.addClass('jt-Pivot');
    this.title.icon = runsIcon;
    this.title.label = trans.__('Pivot');
    this.title.closable = true;
    const view = drawn(model.stateChanged, () =>
      React.createElement(PivotView, { model, trans })
    );
    this.addWidget(page(trans.__('Pivot of runs'), [view]));
  }

  readonly model: PivotModel;

  override dispose(): void {
    if (!this.isDisposed) {
      this.model.dispose();
      super.dispose();
    }
  }

  protected override onSeen(isSeen: boolean): void {
    this.model.isActive = isSeen;
  }
}
