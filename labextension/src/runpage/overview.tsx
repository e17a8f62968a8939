import * as React from 'react';
import type { TranslationBundle } from '@jupyterlab/translation';

import {
  duration,
  fullValue,
  moment,
  shortNumber,
  shortValue,
  UNKNOWN
} from '../format';
import type { Metric, Param, RunRecord } from '../rest';
import { StateSign, stateName } from '../items/statesign';

interface IViewProps {
  record: RunRecord;
  trans: TranslationBundle;
}

/** At a glance: state, what was tried, how it went. */
export function Overview(props: IViewProps): React.JSX.Element {
  const { record, trans } = props;
  const set = record.params.filter(param => !param.default);
  const defaults = record.params.filter(param => param.default);
  return (
    <>
      <header className="jt-RunPage-head">
        <h1>
          <StateSign state={record.state} trans={trans} />
          <bdi>{record.name}</bdi>
          {record.star && <span title={trans.__('Starred')}> ★</span>}
          {Object.entries(record.tags).map(([tag, text]) => (
            <span key={tag} className="jt-Tag">
              {text ? `${tag}=${text}` : tag}
            </span>
          ))}
        </h1>
        <p className="jt-Quiet">
          {stateName(record.state, trans)}
          {record.state_reason ? ` (${record.state_reason})` : ''} ·{' '}
          {moment(record.started)} · {duration(record.duration)} ·{' '}
          <code>{record.id}</code>
          {record.experiment ? ` · ${record.experiment}` : ''}
          {record.notebook ? ` · ${record.notebook}` : ''}
        </p>
        {record.note && <p className="jt-RunPage-note">{record.note}</p>}
        {record.pending.length > 0 && (
          <p className="jt-Quiet" role="status">
            {trans.__('Still being worked out: %1', record.pending.join(', '))}
          </p>
        )}
        {record.warnings.map(warning => (
          <p key={warning} className="jt-Problem">
            {warning}
          </p>
        ))}
        {record.error && (
          <p className="jt-Problem jt-mod-bad">
            <b>{record.error.type}</b>: {record.error.message}
          </p>
        )}
      </header>
      <div className="jt-RunPage-columns">
        <div>
          <h2>{trans.__('Metrics')}</h2>
          {record.metrics.length ? (
            <Metrics metrics={record.metrics} trans={trans} />
          ) : (
            <p className="jt-Quiet">{trans.__('No metric was seen.')}</p>
          )}
        </div>
        <div>
          <h2>{trans.__('Params')}</h2>
          {set.length ? (
            <Params params={set} trans={trans} />
          ) : (
            <p className="jt-Quiet">{trans.__('No param was set.')}</p>
          )}
          {defaults.length > 0 && (
            <details>
              <summary>
                {trans._n('%1 default', '%1 defaults', defaults.length)}
              </summary>
              <Params params={defaults} trans={trans} />
            </details>
          )}
        </div>
      </div>
    </>
  );
}

function Metrics(props: {
  metrics: readonly Metric[];
  trans: TranslationBundle;
}): React.JSX.Element {
  const { trans } = props;
  const number = (value: number | null | undefined) =>
    value === null || value === undefined ? UNKNOWN : shortNumber(value);
  return (
    <table className="jt-Table">
      <thead>
        <tr>
          <th scope="col">{trans.__('name')}</th>
          <th scope="col">{trans.__('last')}</th>
          <th scope="col">{trans.__('lowest')}</th>
          <th scope="col">{trans.__('highest')}</th>
          <th scope="col">{trans.__('points')}</th>
        </tr>
      </thead>
      <tbody>
        {props.metrics.map(metric => (
          <tr key={metric.name}>
            <th scope="row" title={origin(metric, trans)}>
              {metric.name}
            </th>
            <td title={fullValue(metric.value)}>
              {shortValue(metric.value, 24)}
            </td>
            <td>{metric.series ? number(metric.min) : ''}</td>
            <td>{metric.series ? number(metric.max) : ''}</td>
            <td>
              {metric.series ? metric.count : ''}
              {metric.sampling === 'sampled' && (
                <span className="jt-Quiet"> {trans.__('sampled')}</span>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Params(props: {
  params: readonly Param[];
  trans: TranslationBundle;
}): React.JSX.Element {
  return (
    <table className="jt-Table">
      <tbody>
        {props.params.map(param => (
          <tr key={param.name}>
            <th scope="row" title={origin(param, props.trans)}>
              {param.name}
            </th>
            <td title={fullValue(param.value)}>
              {shortValue(param.value, 60)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Where a captured value comes from, for the hover. */
function origin(value: Param | Metric, trans: TranslationBundle): string {
  const where = [
    value.kind ? trans.__('seen as %1', value.kind) : '',
    value.fn ? trans.__('in %1', value.fn) : '',
    value.line ? trans.__('line %1', value.line) : '',
    value.text ?? ''
  ];
  return [value.name, ...where.filter(Boolean)].join(' · ');
}
