import * as React from 'react';
import type { TranslationBundle } from '@jupyterlab/translation';

import { Choice } from '../items/choice';
import type { ChartCard, Smoothing } from '../rest';
import type { IBoard } from './cards';
import { columnsOf, named } from './columns';
import { Pick } from './fields';
import type { BoardModel } from './model';
import { bands, kinds } from './words';

/** What holds for all charts: which runs, what is on x, smoothing, groups, colours, and new charts. */
export function BoardToolbar(props: {
  model: BoardModel;
  trans: TranslationBundle;
  onAdd: (kind: ChartCard['kind']) => void;
  onSaveAs: () => void;
}): React.JSX.Element {
  const { model, trans } = props;
  const { board, names } = model;
  const choose = (choice: Partial<IBoard>) => model.choose(choice);
  const { params } = columnsOf(names);
  const groups = named(
    ['configuration', ...params, 'experiment', 'day'],
    trans
  );
  return (
    <div
      className="jt-Board-tools"
      role="toolbar"
      aria-label={trans.__('For all charts')}
    >
      <Choice
        label={trans.__('Which runs')}
        value={board.which}
        onChange={which => choose({ which: which as IBoard['which'] })}
      >
        <option value="listed">{trans.__('all listed runs')}</option>
        <option value="shown">{trans.__('shown in the panel')}</option>
      </Choice>
      <Pick
        label={trans.__('x')}
        value={board.over}
        options={[
          ['step', trans.__('step')],
          ['relative', trans.__('relative time')],
          ['time', trans.__('wall time')],
          ...model.curveMetrics.map((name): [string, string] => [name, name])
        ]}
        onChange={over => choose({ over })}
      />
      <SmoothingChoice
        smoothing={board.smoothing}
        trans={trans}
        onChange={smoothing => choose({ smoothing })}
      />
      <Pick
        label={trans.__('group')}
        value={board.by}
        none={trans.__('none')}
        options={groups}
        onChange={by => choose({ by })}
      />
      {board.by && (
        <Choice
          label={trans.__('Band')}
          value={board.band}
          onChange={band => choose({ band: band as IBoard['band'] })}
        >
          {bands(trans).map(([band, label]) => (
            <option key={band} value={band}>
              {label}
            </option>
          ))}
        </Choice>
      )}
      <Pick
        label={trans.__('colour')}
        value={board.colour}
        none={trans.__('run')}
        options={groups.slice(1, -1)}
        onChange={colour => choose({ colour })}
      />
      <Pick
        label={trans.__('dash')}
        value={board.dash}
        none={trans.__('none')}
        options={groups.slice(1, -1)}
        onChange={dash => choose({ dash })}
      />
      <Pick
        label={trans.__('side by side')}
        value={board.facet}
        none={trans.__('none')}
        options={groups.slice(1)}
        onChange={facet => choose({ facet })}
      />
      <span className="jt-Board-space" />
      <Boards {...props} />
      <Choice
        label={trans.__('Add a chart')}
        value=""
        onChange={kind => kind && props.onAdd(kind as ChartCard['kind'])}
      >
        <option value="">{trans.__('Add a chart')}</option>
        {kinds(trans).map(([kind, label]) => (
          <option key={kind} value={kind}>
            {label}
          </option>
        ))}
      </Choice>
    </div>
  );
}

const SAVE_AS = '\u0000save';
const REMOVE = '\u0000remove';

/** Which arrangement of charts is open. */
function Boards(props: {
  model: BoardModel;
  trans: TranslationBundle;
  onSaveAs: () => void;
}): React.JSX.Element {
  const { model, trans } = props;
  const { kept } = model;
  return (
    <Choice
      label={trans.__('Board')}
      value={kept.name}
      onChange={name => {
        if (name === SAVE_AS) {
          props.onSaveAs();
        } else if (name === REMOVE) {
          kept.remove();
          void model.open('');
        } else {
          void model.open(name);
        }
      }}
    >
      <option value="">{trans.__('Charts')}</option>
      {[...new Set([...kept.names, kept.name])].filter(Boolean).map(name => (
        <option key={name} value={name}>
          {name}
        </option>
      ))}
      {model.isWritable && (
        <option value={SAVE_AS}>{trans.__('Save as…')}</option>
      )}
      {model.isWritable && kept.name && (
        <option value={REMOVE}>{trans.__('Forget %1', kept.name)}</option>
      )}
    </Choice>
  );
}

const LEAST: Record<Smoothing['method'], number[]> = {
  exponential: [0, 0.98, 0.02],
  mean: [1, 101, 2],
  median: [1, 101, 2]
};

/** The method that curves are smoothed by, and how much. */
function SmoothingChoice(props: {
  smoothing: Smoothing | null;
  trans: TranslationBundle;
  onChange: (smoothing: Smoothing | null) => void;
}): React.JSX.Element {
  const { smoothing, trans, onChange } = props;
  const first = { exponential: 0.6, mean: 11, median: 11 };
  const [min, max, step] = LEAST[smoothing?.method ?? 'exponential'];
  return (
    <span className="jt-Field">
      <Pick
        label={trans.__('smooth')}
        value={smoothing?.method ?? ''}
        none={trans.__('not')}
        options={[
          ['exponential', trans.__('exponential mean')],
          ['mean', trans.__('running mean')],
          ['median', trans.__('running median')]
        ]}
        onChange={method => {
          const known = method as Smoothing['method'] | '';
          onChange(known ? { method: known, amount: first[known] } : null);
        }}
      />
      {smoothing && (
        <input
          type="range"
          {...{ min, max, step }}
          value={smoothing.amount}
          aria-label={trans.__('How smooth')}
          title={String(smoothing.amount)}
          onChange={event =>
            onChange({ ...smoothing, amount: Number(event.target.value) })
          }
        />
      )}
    </span>
  );
}
