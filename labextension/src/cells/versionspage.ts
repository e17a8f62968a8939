import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import '../mainstyle';
import { runsIcon } from '../icons';
import { drawn } from '../panels/drawn';
import { SeenPanel } from '../panels/seen';
import { Versions, type IVersionActions } from './versions';
import type { VersionsModel } from './versionsmodel';

/** The history of a cell, beside its notebook. */
export class VersionsPage extends SeenPanel {
  constructor(options: VersionsPage.IOptions) {
    super();
    const { model, trans } = options;
    this.model = model;
    this.addClass('jt-Document');
    this.addClass('jt-Versions');
    this.title.icon = runsIcon;
    this.title.label = trans.__('Cell history');
    this.title.caption = model.path;
    this.title.closable = true;
    this.addWidget(
      drawn(model.stateChanged, () => React.createElement(Versions, options))
    );
  }

  readonly model: VersionsModel;

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

/** A namespace for `VersionsPage` statics. */
export namespace VersionsPage {
  export interface IOptions extends IVersionActions {
    model: VersionsModel;
    trans: TranslationBundle;
  }
}
