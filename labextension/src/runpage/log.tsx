import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import { duration, moment } from '../format';
import { Waiting } from '../items/waiting';
import { drawn } from '../panels/drawn';
import { SeenPanel } from '../panels/seen';
import type { RunLog } from '../rest';
import { Asked } from './asked';
import type { RunPageModel } from './model';

/** What the store's logs say of a run: what happened when. */
export class LogView extends SeenPanel {
  constructor(model: RunPageModel, trans: TranslationBundle) {
    super();
    const asked = new Asked(
      model,
      () => model.log(),
      // whatever is known of the run is in its log
      record => JSON.stringify(record)
    );
    this._asked = asked;
    this.addWidget(
      drawn(asked.stateChanged, () =>
        asked.answer ? (
          <Log log={asked.answer} trans={trans} />
        ) : (
          <Waiting error={asked.error} text={trans.__('Loading…')} />
        )
      )
    );
  }

  override dispose(): void {
    this._asked.dispose();
    super.dispose();
  }

  protected override onSeen(isSeen: boolean): void {
    this._asked.isActive = isSeen;
  }

  private readonly _asked: Asked<RunLog>;
}

/** Entries with the time since the first. */
export function Log(props: {
  log: RunLog;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { log, trans } = props;
  const first = log.entries[0]?.time ?? 0;
  return (
    <table className="jt-Table jt-Log" aria-label={trans.__('Log of the run')}>
      <thead>
        <tr>
          <th scope="col">{trans.__('when')}</th>
          <th scope="col">{trans.__('after')}</th>
          <th scope="col">{trans.__('what')}</th>
        </tr>
      </thead>
      <tbody>
        {log.entries.map(({ time, kind, text, by }, place) => (
          <tr key={place} data-kind={kind}>
            <td>{moment(time)}</td>
            <td className="jt-Quiet">{duration(time - first)}</td>
            <td title={trans.__('%1, written by %2', kind, by ?? '?')}>
              <bdi>{text}</bdi>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
