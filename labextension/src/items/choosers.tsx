import * as React from 'react';
import type { TranslationBundle } from '@jupyterlab/translation';

import type { RunsModel } from '../models/runs';
import { Choice } from './choice';
import { ScopeChoice } from './scopechoice';

/** Which runs, which metric beside them, and in which order. */
export function Choosers(props: {
  model: RunsModel;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { model, trans } = props;
  const { choice, names } = model;
  const metrics = names?.metrics ?? [];
  const first = model.columns.metrics;
  const rest = metrics.filter(name => !first.includes(name));
  const order = `${choice.sort} ${choice.order}`;
  const best = choice.metric ? `metrics[${JSON.stringify(choice.metric)}]` : '';
  const option = (name: string) => (
    <option key={name} value={name}>
      {name}
    </option>
  );
  return (
    <div className="jt-Choosers">
      <ScopeChoice
        scope={choice.scope}
        experiments={names?.experiments ?? []}
        trans={trans}
        onChoose={scope => model.choose({ scope })}
      />
      <Choice
        label={trans.__('Metric shown')}
        value={choice.metric}
        onChange={metric => model.choose({ metric })}
      >
        <option value="">{trans.__('any metric')}</option>
        {first.map(option)}
        {rest.length > 0 && (
          <optgroup label={trans.__('also seen')}>{rest.map(option)}</optgroup>
        )}
      </Choice>
      <Choice
        label={trans.__('Order')}
        value={order}
        onChange={chosen => {
          const at = chosen.lastIndexOf(' ');
          model.choose({
            sort: chosen.slice(0, at),
            order: chosen.slice(at + 1) as 'asc' | 'desc'
          });
        }}
      >
        <option value="started desc">{trans.__('newest')}</option>
        <option value="started asc">{trans.__('oldest')}</option>
        <option value="name asc">{trans.__('name')}</option>
        <option value="duration desc">{trans.__('longest')}</option>
        {best && (
          <>
            <option value={`${best} desc`}>
              {trans.__('%1, highest', choice.metric)}
            </option>
            <option value={`${best} asc`}>
              {trans.__('%1, lowest', choice.metric)}
            </option>
          </>
        )}
      </Choice>
    </div>
  );
}
