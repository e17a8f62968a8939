import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import type { TranslationBundle } from '@jupyterlab/translation';
import { Panel } from '@lumino/widgets';
import * as React from 'react';

import '../mainstyle';
import { runsIcon } from '../icons';
import { drawn } from '../panels/drawn';
import { page } from '../panels/page';
import { SeenPanel } from '../panels/seen';
import { BoardEmpty } from './boardempty';
import { CardWidget } from './cardwidget';
import { firstCard } from './firstcards';
import type { BoardModel } from './model';
import { BoardToolbar } from './toolbar';

/** Charts of many runs in the main area. */
export class BoardPanel extends SeenPanel {
  constructor(private readonly _options: BoardPanel.IOptions) {
    super();
    const { model, trans } = _options;
    this.model = model;
    this.addClass('jt-Document');
    this.addClass('jt-Board');
    this.title.icon = runsIcon;
    this.title.label = trans.__('Charts');
    this.title.closable = true;
    const tools = drawn(model.stateChanged, () =>
      React.createElement(BoardToolbar, {
        model,
        trans,
        onAdd: kind =>
          void firstCard(model, kind)
            .then(card => model.add(card))
            .catch(_options.onFault),
        onSaveAs: _options.onSaveAs
      })
    );
    tools.addClass('jt-Board-head');
    this._grid.addClass('jt-Board-grid');
    const empty = drawn(model.stateChanged, () =>
      React.createElement(BoardEmpty, { model, trans })
    );
    this.addWidget(page(trans.__('Charts'), [tools, empty, this._grid]));
    model.cardsChanged.connect(this._onCards, this);
  }

  readonly model: BoardModel;

  override dispose(): void {
    if (!this.isDisposed) {
      this.model.cardsChanged.disconnect(this._onCards, this);
      this.model.dispose();
      super.dispose();
    }
  }

  protected override onSeen(isSeen: boolean): void {
    this.model.isActive = isSeen;
  }

  /** The widgets of cards that are still there stay, so that nothing is drawn anew. */
  private _onCards(): void {
    const there = new Map(
      (this._grid.widgets as CardWidget[]).map(card => [card.model, card])
    );

    this.model.cards.forEach((model, place) => {
      const widget =
        there.get(model) ?? new CardWidget({ ...this._options, model });
      there.delete(model);
      if (this._grid.widgets[place] !== widget) {
        this._grid.insertWidget(place, widget);
      }
    });
    there.forEach(widget => widget.dispose());
  }

  private readonly _grid = new Panel();
}

/** A namespace for `BoardPanel` statics. */
export namespace BoardPanel {
  export interface IOptions extends Pick<
    CardWidget.IOptions,
    'trans' | 'rendermime' | 'onSave' | 'onCell' | 'onOpen' | 'onFault'
  > {
    model: BoardModel;
    trans: TranslationBundle;
    rendermime: IRenderMimeRegistry;
    onSaveAs: () => void;
  }
}
