import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import { runsIcon } from '../icons';
import { drawn } from '../panels/drawn';
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
    this.node.setAttribute('role', 'region');
    this.node.setAttribute('aria-label', trans.__('Pivot of runs'));
    this.addWidget(
      drawn(model.stateChanged, () =>
        React.createElement(PivotView, { model, trans })
      )
    );
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
