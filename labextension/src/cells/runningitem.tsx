import { TextItem } from '@jupyterlab/statusbar';
import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import { elapsed } from '../format';
import { useNow } from '../items/usenow';
import type { RunItem } from '../rest';
import type { RunningModel } from './running';

const LONGEST = 32;

/** What runs, and for how long, in the status bar. */
export function RunningItem(props: {
  model: RunningModel;
  trans: TranslationBundle;
  onClick: (event: React.MouseEvent<HTMLElement>) => void;
}): React.JSX.Element {
  const { model, trans } = props;
  const now = useNow(1);
  const { runs } = model;
  const oldest = runs[runs.length - 1] as RunItem | undefined;
  const time = oldest?.started ? elapsed(now - oldest.started) : '';
  const name = oldest?.name ?? '';
  const said =
    runs.length === 1
      ? trans.__(
          '● %1 %2',
          name.length > LONGEST ? `${name.slice(0, LONGEST - 1)}…` : name,
          time
        )
      : trans.__('● %1 runs going on, %2', runs.length, time);
  const title = runs
    .map(run =>
      trans.__(
        '%1: %2',
        run.name,
        run.started ? elapsed(now - run.started) : ''
      )
    )
    .join('\n');
  return (
    <TextItem
      role="button"
      tabIndex={0}
      className="jt-Running"
      title={`${title}\n${runs.length === 1 ? trans.__('Open the run') : trans.__('Choose one to open')}`}
      source={model.isLost ? trans.__('%1 (connecting again…)', said) : said}
      onClick={props.onClick}
      onKeyDown={event => {
        if (event.key === 'Enter' || event.key === ' ') {
          event.currentTarget.click();
        }
      }}
    />
  );
}
