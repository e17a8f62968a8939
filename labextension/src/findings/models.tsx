import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import { Scroller } from '../items/scroller';
import { UNKNOWN, fullValue, shortNumber } from '../format';
import type { ModelTable, ModelTermCell } from '../rest';

/** Models as columns, terms as rows with the standard error below each estimate; N and fit statistics at the foot. */
export function ModelsView(props: {
  table: ModelTable;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { table, trans } = props;
  const { models, terms, fit } = table;
  const number = (value: number | null, place: number, isBest = false) => (
    <td key={place} data-numeric title={fullValue(value ?? undefined)}>
      <span className={isBest ? 'jt-Best' : undefined}>
        {value === null ? UNKNOWN : shortNumber(value)}
      </span>
      {isBest && <span className="jt-Compare-best">{trans.__('best')}</span>}
    </td>
  );
  return (
    <Scroller label={trans.__('Models side by side')}>
      <table className="jt-Table jt-Models">
        <thead>
          <tr>
            <th scope="col">{trans.__('term')}</th>
            {models.map((model, place) => (
              <th key={place} scope="col" data-numeric title={settings(model)}>
                <bdi>{model.name}</bdi>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {terms.map(({ term, cells }) => (
            <tr key={term}>
              <th scope="row">
                <bdi>{term}</bdi>
              </th>
              {cells.map((cell, place) => (
                <Term key={place} cell={cell} trans={trans} />
              ))}
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{trans.__('outcome')}</th>
            {models.map((model, place) => (
              <td key={place} data-numeric>
                <bdi>{model.outcome ?? UNKNOWN}</bdi>
              </td>
            ))}
          </tr>
          <tr>
            <th scope="row">{trans.__('N')}</th>
            {table.n.map((value, place) => number(value, place))}
          </tr>
          {fit.map(row => (
            <tr key={row.name}>
              <th scope="row">{fitName(row.name, trans)}</th>
              {row.values.map((value, place) =>
                number(value, place, row.best.includes(place))
              )}
            </tr>
          ))}
        </tfoot>
      </table>
      <p className="jt-Quiet">
        {trans.__(
          'Standard errors in brackets; * p < 0.05, ** p < 0.01, *** p < 0.001.'
        )}{' '}
        {table.more > 0 &&
          trans._n('%1 more model.', '%1 more models.', table.more)}
      </p>
      {table.why_not.length > 0 && (
        <p className="jt-Quiet">
          {trans.__(
            'AIC, BIC and likelihood are not compared across all models: %1.',
            table.why_not.join(', ')
          )}
        </p>
      )}
    </Scroller>
  );
}

function Term(props: {
  cell: ModelTermCell | null;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { cell, trans } = props;
  if (!cell) {
    return (
      <td data-numeric className="jt-Quiet">
        <span title={trans.__('This model has no such term')}>{UNKNOWN}</span>
      </td>
    );
  }
  const { estimate, std_error: error, p, stars } = cell;
  return (
    <td
      data-numeric
      title={
        p === null
          ? fullValue(estimate)
          : `${fullValue(estimate)}, p = ${fullValue(p)}`
      }
    >
      {estimate === null ? UNKNOWN : shortNumber(estimate)}
      {stars}
      {error !== null && <div className="jt-Quiet">({shortNumber(error)})</div>}
    </td>
  );
}

/** The models in one line. */
export function modelsAnswer(
  table: ModelTable,
  trans: TranslationBundle
): string {
  const { models, why_not: reasons } = table;
  const count = trans._n('%1 model', '%1 models', models.length);
  if (models.length < 2) {
    return count;
  }
  return reasons.length
    ? trans.__('%1; %2', count, reasons.join(', '))
    : trans.__('%1 of the same outcome and rows', count);
}

function fitName(name: string, trans: TranslationBundle): string {
  const names: Record<string, string> = {
    r2: 'R²',
    adj_r2: trans.__('Adjusted R²'),
    r2_within: trans.__('R² within'),
    pseudo_r2: trans.__('Pseudo R²'),
    log_likelihood: trans.__('Log-likelihood'),
    aic: 'AIC',
    bic: 'BIC',
    deviance: trans.__('Deviance'),
    rmse: 'RMSE',
    f_pvalue: trans.__('p of F')
  };
  return names[name] ?? name;
}

function settings(model: ModelTable['models'][number]): string {
  return Object.entries(model.settings)
    .map(([name, value]) => `${name}: ${fullValue(value)}`)
    .join('\n');
}
