import * as React from 'react';
import type { TranslationBundle } from '@jupyterlab/translation';

import { fullValue, moment, shortValue } from '../format';
import type { LastCellModel } from '../models/lastcell';
import type { Exec } from '../rest';
import { ago } from './ago';
import { Name } from './name';
import { useNow } from './usenow';

interface ICellProps {
  model: LastCellModel;
  trans: TranslationBundle;
  onFault: (error: unknown) => void;
}

/** What the journal saw in the newest cell and in those before it, with the means to make a run of each. */
export function LastCell(props: ICellProps): React.JSX.Element {
  const { model, trans } = props;
  const { exec } = model;
  const now = useNow(30);
  if (!exec) {
    return (
      <p className="jt-Quiet jt-LastCell">
        {trans.__('Nothing was executed here with the tracker loaded.')}
      </p>
    );
  }
  return (
    <div className="jt-LastCell">
      <Cell {...props} exec={exec} now={now} />
      <button
        type="button"
        className="jt-Link jt-LastCell-fold"
        aria-expanded={model.isOpen}
        onClick={() => {
          model.isOpen = !model.isOpen;
        }}
      >
        <span aria-hidden="true">{model.isOpen ? '▾' : '▸'}</span>{' '}
        {trans.__('Earlier cells')}
      </button>
      {model.isOpen && (
        <ul className="jt-Earlier" aria-label={trans.__('Earlier cells')}>
          {model.earlier.map(one => (
            <li key={one.exec}>
              <Cell {...props} exec={one} now={now} />
            </li>
          ))}
          {!model.earlier.length && (
            <li className="jt-Quiet">
              {trans.__('No cell was executed before it.')}
            </li>
          )}
          {model.hasMore && (
            <li>
              <button
                type="button"
                className="jt-Link"
                onClick={() => void model.more().catch(props.onFault)}
              >
                {trans.__('Older ones')}
              </button>
            </li>
          )}
        </ul>
      )}
    </div>
  );
}

/** One execution of a cell: its first line, when it was, what was seen. */
function Cell(
  props: ICellProps & { exec: Exec; now: number }
): React.JSX.Element {
  const { exec, model, trans, now } = props;
  const count = exec.count ?? ' ';
  return (
    <>
      <div className="jt-LastCell-head">
        <code title={exec.first_line}>
          <span className="jt-Quiet">[{count}]</span> {exec.first_line}
        </code>
        {exec.started !== null && (
          <span
            className="jt-Quiet jt-LastCell-when"
            title={moment(exec.started)}
          >
            {ago(exec.started, now, trans)}
          </span>
        )}
        {exec.run === null && (
          <button
            type="button"
            className="jp-mod-styled jt-Button jt-mod-small jt-Writes"
            aria-label={trans.__('Make a run of cell [%1]', count)}
            onClick={() => void model.promote(exec).catch(props.onFault)}
          >
            {trans.__('Make a run')}
          </button>
        )}
      </div>
      <Seen exec={exec} trans={trans} />
    </>
  );
}

/** What a person would have logged of a cell; the rest is counted, and told on hover. */
function Seen(props: {
  exec: Exec;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { exec, trans } = props;
  const { metrics, params, foremost, tables, tried } = exec;
  const values = { ...params, ...metrics };
  const first = foremost.filter(name => name in values);
  const rest = Object.keys(values).filter(name => !first.some(n => n === name));
  if (!Object.keys(values).length && !tables.length && !tried) {
    return (
      <div className="jt-Pairs jt-Quiet">
        {exec.outcome === null
          ? trans.__('still running')
          : trans.__('no params, no metrics')}
      </div>
    );
  }
  return (
    <div className="jt-Pairs">
      {first.map(name => (
        <span key={name} className="jt-Pair">
          <Name
            name={name}
            trans={trans}
            origin={`${name} = ${fullValue(values[name])}`}
          />{' '}
          {values[name] === null && name in metrics ? (
            trans.__('(curve)')
          ) : (
            <b>{shortValue(values[name], 24)}</b>
          )}
        </span>
      ))}
      {tried > 0 && (
        <span className="jt-Pair">
          {trans._n('%1 configuration', '%1 configurations', tried)}
        </span>
      )}
      {tables.length > 0 && (
        <span className="jt-Pair" title={tables.join('\n')}>
          {trans._n('%1 table', '%1 tables', tables.length)}
        </span>
      )}
      {rest.length > 0 && (
        <span
          className="jt-Pair"
          title={rest
            .map(name => `${name} = ${shortValue(values[name], 60)}`)
            .join('\n')}
        >
          {trans.__('also seen (%1)', rest.length)}
        </span>
      )}
    </div>
  );
}
