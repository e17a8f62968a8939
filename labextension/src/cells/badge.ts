import type { TranslationBundle } from '@jupyterlab/translation';
import { Widget } from '@lumino/widgets';

import {
  STATE_SIGNS,
  asNumber,
  change,
  duration,
  elapsed,
  fullValue,
  moment,
  shortValue
} from '../format';
import { ago } from '../items/ago';
import { stateName } from '../items/statesign';
import type { CellMetric, CellResult } from '../rest';
import { restoreLabel } from './labels';

/** What a badge says beside the result of its cell. */
export interface IBadgeState {
  result: CellResult;
  /** The colour of the run, if it has one. */
  colour: string | null;
  /** Whether the source is another one than that of the run. */
  isEdited: boolean;
  /** Whether the cell shows less than the store kept. */
  isMissed: boolean;
  /** Whether the outputs below the cell came from the store. */
  isRestored: boolean;
  /** Whether the server tells of no changes at the moment. */
  isLost: boolean;
}

/** One quiet line below the source of a cell: its latest run, how it went, and what else there is of it. No part of the document. */
export class CellBadge extends Widget {
  constructor(options: CellBadge.IOptions) {
    super();
    const { trans } = options;
    this._trans = trans;
    this.addClass('jt-Badge');
    this.node.setAttribute('role', 'group');
    this.node.dataset.lmSuppressShortcuts = 'true'; // Enter on a button is no Enter on the cell
    this._open = this._button('jt-Badge-open', options.onOpen);
    this._open.append(this._swatch, this._state, this._name);
    this._history = this._button('jt-Badge-history', options.onHistory);
    this._restore = this._button('jt-Badge-restore', options.onRestore);
    this.node.append(
      this._restore,
      this._said,
      this._metrics,
      this._when,
      this._history,
      this._open
    );
    this._swatch.className = 'jt-Swatch';
    this._state.className = 'jt-State';
    this._state.setAttribute('role', 'img');
    this._name.className = 'jt-Badge-name';
    this._metrics.className = 'jt-Badge-metrics';
    this._when.className = 'jt-Badge-when';
    this._said.className = 'jt-Badge-said';
    this._said.setAttribute('role', 'status');
  }

  /** Whether its run goes on, so that its clock must be kept. */
  get isRunning(): boolean {
    return this._shown?.result.state === 'running';
  }

  /** Show what is known now. */
  render(state: IBadgeState): void {
    const before = this._shown;
    this._shown = state;
    this.tick();
    if (JSON.stringify(state) === JSON.stringify(before)) {
      return;
    }
    const { result, colour } = state;
    const { _trans: trans } = this;
    const named = stateName(result.state, trans);
    this.node.setAttribute(
      'aria-label',
      trans.__('Latest run of this cell: %1', result.name)
    );
    this._swatch.style.setProperty('--jt-colour', colour ?? '');
    this._swatch.hidden = !colour;
    this._state.dataset.state = result.state;
    this._state.textContent = STATE_SIGNS[result.state];
    this._state.setAttribute('aria-label', named);
    this._name.textContent = result.name;
    this._open.title = trans.__('Open %1 (%2)', result.name, named);
    this._history.textContent = trans._n('%1 run', '%1 runs', result.runs);
    this._history.title = trans.__(
      'The runs of this cell, with its source at each'
    );
    this._metrics.replaceChildren(
      ...result.metrics.map(metric => Private.metric(metric, trans))
    );
    this._restore.hidden = !state.isMissed;
    this._restore.textContent = restoreLabel(result, trans);
    this._restore.title = trans.__(
      'Put what this cell has shown, as the store kept it, below the cell'
    );
    const said = Private.said(state, trans);
    if (this._said.textContent !== said) {
      this._said.textContent = said;
    }
  }

  /** Renew what depends on the time. */
  tick(): void {
    const { result } = this._shown ?? {};
    if (!result?.started) {
      return;
    }
    const now = Date.now() / 1000;
    const text = this.isRunning
      ? elapsed(now - result.started)
      : `${duration(result.duration)} · ${ago(result.started, now, this._trans)}`;
    if (this._when.textContent !== text) {
      this._when.textContent = text;
      this._when.title = moment(result.started);
    }
  }

  private _button(name: string, onClick: () => void): HTMLButtonElement {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = name;
    button.addEventListener('click', onClick);
    return button;
  }

  private readonly _trans: TranslationBundle;
  private _shown: IBadgeState | null = null;
  private readonly _open: HTMLButtonElement;
  private readonly _history: HTMLButtonElement;
  private readonly _restore: HTMLButtonElement;
  private readonly _swatch = document.createElement('span');
  private readonly _state = document.createElement('span');
  private readonly _name = document.createElement('bdi');
  private readonly _metrics = document.createElement('span');
  private readonly _when = document.createElement('span');
  private readonly _said = document.createElement('span');
}

/** A namespace for `CellBadge` statics. */
export namespace CellBadge {
  export interface IOptions {
    trans: TranslationBundle;
    onOpen: () => void;
    onHistory: () => void;
    onRestore: () => void;
  }
}

namespace Private {
  /** A metric with its change against the run before. */
  export function metric(
    { name, value, before, direction }: CellMetric,
    trans: TranslationBundle
  ): HTMLElement {
    const node = document.createElement('span');
    const label = document.createElement('bdi');
    const number = document.createElement('b');
    label.textContent = name;
    number.textContent = shortValue(value, 24);
    node.append(label, ' ', number);
    node.title = `${name} = ${fullValue(value)}`;
    const [now, then] = [asNumber(value), asNumber(before)];
    if (now !== null && then !== null && Number.isFinite(now - then)) {
      const delta = now - then;
      const isBetter =
        direction === null || delta === 0
          ? undefined
          : delta > 0 === (direction === 'up');
      const moved = document.createElement('span');
      moved.className = 'jt-Delta';
      moved.textContent = change(delta, isBetter);
      moved.title = trans.__('%1 in the run before', fullValue(before));
      if (isBetter !== undefined) {
        moved.dataset.good = String(isBetter);
      }
      node.append(' ', moved);
    }
    return node;
  }

  /** What a person should know of the cell beside its result. */
  export function said(state: IBadgeState, trans: TranslationBundle): string {
    const { result, isLost, isRestored, isEdited } = state;
    return [
      ...(isLost ? [trans.__('connecting again…')] : []),
      ...(isRestored
        ? [
            result.state === 'running'
              ? trans.__('outputs from the store, live')
              : result.outputs?.truncated
                ? trans.__('outputs from the store, the middle was not kept')
                : trans.__('outputs from the store')
          ]
        : []),
      ...(isEdited ? [trans.__('edited since')] : [])
    ].join(' · ');
  }
}
