import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import type { TranslationBundle } from '@jupyterlab/translation';
import { Signal } from '@lumino/signaling';
import { Panel, type Widget } from '@lumino/widgets';
import * as React from 'react';

import { drawn } from '../panels/drawn';
import type { ChartCard, ChartRequest } from '../rest';
import { Bars } from './bars';
import {
  MOST_BRUSHED,
  brushedAround,
  brushedOn,
  type IAround,
  type IBrushed
} from './brushing';
import { CardEditor } from './cardeditor';
import { CardHead } from './cardhead';
import type { CardModel } from './cardmodel';
import { CurvePlot } from './curveplot';
import { FigureView, hasPlotly } from './figureview';
import { saidText } from './said';
import { CardState, Missing } from './states';
import { ValuesTable } from './valuestable';
import { axisTitles, titleOf } from './words';

const DRAGS = { box: 'select', lasso: 'lasso', zoom: 'zoom' } as const;

/** One chart of a board: its head, the chart, and its values as a table on demand. */
export class CardWidget extends Panel {
  constructor(private readonly _options: CardWidget.IOptions) {
    super();
    const { model } = _options;
    this.model = model;
    this.addClass('jt-BoardCard');
    this.node.setAttribute('role', 'group');
    this._body.addClass('jt-BoardCard-body');
    for (const part of [this._head(), this._body, this._foot()]) {
      this.addWidget(part);
    }
    this._sight = new IntersectionObserver(entries => {
      model.width = this._body.node.clientWidth || this.node.clientWidth;
      model.isActive = entries.some(entry => entry.isIntersecting);
    });
    model.stateChanged.connect(this._onState, this);
    this._onState();
  }

  readonly model: CardModel;

  override dispose(): void {
    if (!this.isDisposed) {
      this._sight.disconnect();
      this.model.stateChanged.disconnect(this._onState, this);
      Signal.clearData(this);
      super.dispose();
    }
  }

  protected override onAfterAttach(): void {
    this._sight.observe(this.node);
  }

  private _head(): Widget {
    const { model, trans, rendermime } = this._options;
    const { board } = model;
    return drawn(this._changed, () =>
      React.createElement(
        React.Fragment,
        null,
        React.createElement(CardHead, {
          model,
          trans,
          isTable: this._isTable,
          isOpen: this._isOpen,
          onTable: () => this._toggle('table'),
          onOpen: () => this._toggle('editor')
        }),
        this._isOpen &&
          React.createElement(CardEditor, {
            card: model.card,
            names: board.names,
            trans,
            hasImages: hasPlotly(rendermime),
            onChange: change => board.change(model.card.id, change),
            onMove: by => board.move(model.card.id, by),
            onRemove: () => board.remove(model.card.id),
            onSave: format => this._options.onSave(this._asked(), format),
            onCell: () => this._options.onCell(this._asked())
          })
      )
    );
  }

  private _foot(): Widget {
    const { model, trans } = this._options;
    return drawn(this._changed, () =>
      this._isTable ? React.createElement(ValuesTable, { model, trans }) : null
    );
  }

  private _toggle(what: 'table' | 'editor'): void {
    if (what === 'table') {
      this._isTable = !this._isTable;
    } else {
      this._isOpen = !this._isOpen;
    }
    this._changed.emit();
  }

  /** What this chart is of, as it is seen now: for an image or a notebook. */
  private _asked(): CardWidget.IAsked {
    const { model, trans } = this._options;
    const { board, window } = model;
    const [low, high] = window ?? [null, null];
    return {
      title: titleOf(model.card, trans),
      card: { ...board.asked(model), ...(window ? { low, high } : {}) },
      request: board.request(model),
      colours: Object.fromEntries(
        model.lines
          .filter(line => line.runs.length === 1)
          .map(line => [line.runs[0], line.ink.toLowerCase()])
      )
    };
  }

  private _onState(): void {
    const { model, trans } = this._options;
    this.node.setAttribute('aria-label', titleOf(model.card, trans));
    this.node.setAttribute('aria-busy', String(model.isLoading));
    this._show(this._kind());
    this._changed.emit();
  }

  /** What the body shows now. */
  private _kind(): string {
    const { model, rendermime } = this._options;
    if (model.error) {
      return 'error';
    }
    if (model.chart) {
      return hasPlotly(rendermime) ? 'figure' : 'missing';
    }
    if (!model.curves) {
      return 'waiting';
    }
    return model.isBars ? 'bars' : model.curves.lines.length ? 'plot' : 'empty';
  }

  private _show(kind: string): void {
    if (kind !== this._shown) {
      this._shown = kind;
      for (const widget of [...this._body.widgets]) {
        widget.dispose();
      }
      this._plot = this._figure = null;
      this._body.addWidget(this._made(kind));
    }
    const { model, trans } = this._options;
    const { card, board } = model;
    const title = titleOf(card, trans);
    if (this._figure && model.chart) {
      const said = saidText(model.chart.said, trans);
      this._figure.draw(model.chart, {
        label: `${title}: ${said}`,
        titles: axisTitles(card, trans),
        marks: board.brushing.marksOf(card.id),
        drag: DRAGS[card.drag ?? 'box']
      });
    }
    const over = card.over || board.board.over;
    this._plot?.draw(
      model.lines,
      {
        over,
        log: { x: card.log_x && over !== 'time', y: card.log_y },
        window: model.window,
        range: model.range
      },
      trans._n('%2 of %1 run', '%2 of %1 runs', model.curves?.shown ?? 0, title)
    );
  }

  private _made(kind: string): Widget {
    const { model, trans, rendermime } = this._options;
    if (kind === 'plot') {
      this._plot = new CurvePlot({
        cursor: model.board.cursor,
        more: count => trans.__('%1 more', count)
      });
      this._plot.zoomed.connect((_, range) => model.zoom(range));
      return this._plot;
    }
    if (kind === 'figure') {
      this._figure = new FigureView({
        rendermime,
        onRanges: ranges => this._onRanges(ranges),
        onAround: around => this._onAround(around),
        onPoint: this._options.onOpen
      });
      return this._figure;
    }
    return drawn(this._changed, () => {
      if (kind === 'bars' && model.curves) {
        const { direction } = model.curves;
        const { lines } = model;
        return React.createElement(Bars, { lines, direction, trans });
      }
      return kind === 'missing'
        ? React.createElement(Missing, { trans })
        : React.createElement(CardState, { model, trans });
    });
  }

  /** Axes of parallel coordinates were brushed: filter the runs by that, everywhere. */
  private _onRanges(ranges: unknown[]): void {
    const { chart } = this.model;
    if (chart) {
      this._brush(brushedOn(ranges, chart));
    }
  }

  /** Points were drawn around: the same. */
  private _onAround(around: IAround): void {
    const { chart } = this.model;
    const { trans, onFault } = this._options;
    if (!chart) {
      return;
    }
    if (!around.box && around.runs.length > MOST_BRUSHED) {
      const message = trans.__(
        'A lasso takes at most %1 runs, and %2 are in it. A box takes any number.',
        MOST_BRUSHED,
        around.runs.length
      );
      onFault(new Error(message));
      return;
    }
    this._brush(brushedAround(around, chart));
  }

  private _brush(brushed: IBrushed): void {
    const { model, onFault } = this._options;
    void model.board.brush(model, brushed).catch(onFault);
  }

  private readonly _body = new Panel();
  private readonly _sight: IntersectionObserver;
  private readonly _changed = new Signal<this, void>(this);
  private _plot: CurvePlot | null = null;
  private _figure: FigureView | null = null;
  private _shown = '';
  private _isTable = false;
  private _isOpen = false;
}

/** A namespace for `CardWidget` statics. */
export namespace CardWidget {
  /** A chart as it is seen. */
  export interface IAsked {
    title: string;
    card: ChartCard;
    request: Omit<ChartRequest, 'card'>;
    colours: Record<string, string>;
  }

  export interface IOptions {
    model: CardModel;
    trans: TranslationBundle;
    rendermime: IRenderMimeRegistry;
    onSave: (asked: IAsked, format: 'png' | 'svg') => void;
    onCell: (asked: IAsked) => void;
    onOpen: (run: string) => void;
    onFault: (error: unknown) => void;
  }
}
