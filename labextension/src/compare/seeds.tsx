import * as React from 'react';

import {
  ConfigurationTable,
  DifferenceTable,
  configurationsAnswer
} from '../findings/configurations';
import { asNumber } from '../format';
import { Choice } from '../items/choice';
import { Section } from '../items/section';
import { useAsked } from '../items/useasked';
import { Waiting } from '../items/waiting';
import type { ConfigurationsRequest } from '../rest';
import type { ICompareProps } from './table';

type Method = NonNullable<ConfigurationsRequest['method']>;

const OURS = 'configurations of these runs alone';

/** Several seeds of one configuration seen as one, and whether the configurations really differ. */
export function CompareSeeds(props: ICompareProps): React.JSX.Element | null {
  const { comparison, model, trans } = props;
  const metrics = comparison.metrics
    .filter(({ values }) =>
      values.some(value => Number.isFinite(asNumber(value)))
    )
    .map(({ name }) => name);
  const [chosen, setChosen] = React.useState('');
  const [method, setMethod] = React.useState<Method>('t');
  const metric = metrics.includes(chosen) ? chosen : metrics[0];
  const isAlone = model.folds.isOpen(OURS, false);
  const runs = model.columns.map(({ run }) => run.id);
  const request: ConfigurationsRequest = {
    metric: metric ?? '',
    method,
    runs: runs as [string, ...string[]],
    ...(isAlone
      ? { filter: runs.map(id => `id == ${JSON.stringify(id)}`).join(' or ') }
      : {})
  };
  const { answer, error } = useAsked(
    JSON.stringify([request, model.revision]),
    () =>
      metric
        ? model.findings.configurations(model.notebook, request)
        : Promise.resolve(null)
  );
  const irrelevant = model.learnt.irrelevant ?? [];
  if (!metric) {
    return null;
  }
  return (
    <Section
      title={trans.__('Configurations and their seeds')}
      answer={answer ? configurationsAnswer(answer, trans) : ''}
      isOpen={model.folds.isOpen('seeds', false)}
      onToggle={open => model.folds.set('seeds', open)}
    >
      <p className="jt-Section-tools">
        <Choice
          label={trans.__('Metric of the means')}
          value={metric}
          onChange={setChosen}
        >
          {metrics.map(name => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </Choice>
        <Choice
          label={trans.__('Test')}
          value={method}
          onChange={value => setMethod(value as Method)}
        >
          <option value="t">{trans.__('t (paired, or Welch)')}</option>
          <option value="bootstrap">{trans.__('bootstrap')}</option>
        </Choice>
        <button
          type="button"
          className="jp-mod-styled jt-Button"
          aria-pressed={isAlone}
          title={trans.__(
            'Otherwise all runs of these configurations that there are in the store count'
          )}
          onClick={() => model.folds.set(OURS, !isAlone)}
        >
          {trans.__('Only these runs')}
        </button>
      </p>
      {answer ? (
        <>
          <ConfigurationTable
            found={answer}
            trans={trans}
            isWritable={model.isWritable}
            onIrrelevant={name => void model.rule(name, 'irrelevant')}
          />
          <DifferenceTable found={answer} trans={trans} />
        </>
      ) : (
        <Waiting error={error} text={trans.__('Loading…')} />
      )}
      {irrelevant.length > 0 && (
        <p className="jt-Quiet jt-Section-tools">
          {trans.__('Ruled to make no other configuration:')}
          {irrelevant.map(name => (
            <span key={name} className="jt-Tag">
              <bdi>{name}</bdi>
              {model.isWritable && (
                <button
                  type="button"
                  className="jt-Tag-off"
                  title={trans.__('Take it back')}
                  aria-label={trans.__('%1 makes a configuration', name)}
                  onClick={() => void model.rule(name, 'unlearn')}
                >
                  ×
                </button>
              )}
            </span>
          ))}
        </p>
      )}
    </Section>
  );
}
