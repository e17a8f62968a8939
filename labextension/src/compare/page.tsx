import * as React from 'react';
import { Clipboard } from '@jupyterlab/apputils';

import { Section } from '../items/section';
import { Diff } from '../items/source';
import type { Difference } from '../rest';
import {
  DifferenceRow,
  InputRow,
  MetricRow,
  RunColumns,
  type ITableProps
} from './tables';

/** What stands above the curves: the sentence, the metrics, the params. */
export function CompareTop(props: ITableProps): React.JSX.Element {
  const { comparison, model, trans } = props;
  const [copied, setCopied] = React.useState(false);
  const answers = comparison.sections;
  return (
    <>
      <header className="jt-Compare-head">
        <p className="jt-Sentence">{comparison.sentence}</p>
        <button
          type="button"
          className="jp-mod-styled jt-Button"
          title={trans.__('Copy as Markdown')}
          onClick={() => {
            Clipboard.copyToSystem(comparison.markdown);
            setCopied(true);
            window.setTimeout(() => setCopied(false), 1500);
          }}
        >
          {copied ? trans.__('Copied') : trans.__('Copy')}
        </button>
      </header>
      <Fold
        {...props}
        id="metrics"
        title={trans.__('Metrics')}
        answer={answers.metrics}
        open
      >
        <RunColumns {...props} label={trans.__('Metrics')}>
          {comparison.metrics.map(metric => (
            <MetricRow
              key={metric.name}
              metric={metric}
              comparison={comparison}
              trans={trans}
            />
          ))}
        </RunColumns>
      </Fold>
      <Fold
        {...props}
        id="params"
        title={trans.__('Params')}
        answer={answers.params}
        open
      >
        <Differences
          {...props}
          rows={comparison.params}
          label={trans.__('Params')}
          id="params"
        />
      </Fold>
      {model.metrics.length > 0 && (
        <h2 className="jt-Compare-curves">
          {trans.__('Curves')}
          <select
            aria-label={trans.__('Metric drawn')}
            value={model.metric}
            onChange={event => {
              model.metric = event.target.value;
            }}
          >
            {model.metrics.map(name => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
          </select>
        </h2>
      )}
    </>
  );
}

/** What stands below the curves: code, inputs, environment. */
export function CompareBottom(props: ITableProps): React.JSX.Element {
  const { comparison, trans } = props;
  const answers = comparison.sections;
  const nameOf = (id: string) =>
    comparison.runs.find(run => run.id === id)?.name ?? id;
  return (
    <>
      <Fold
        {...props}
        id="code"
        title={trans.__('Code')}
        answer={answers.code}
        open
      >
        {comparison.code
          .filter(code => code.run !== comparison.baseline)
          .map(code => (
            <div key={code.run} className="jt-Compare-code">
              <h3>
                {trans.__(
                  '%1 against %2',
                  nameOf(code.run),
                  nameOf(comparison.baseline)
                )}
              </h3>
              {code.same ? (
                <p className="jt-Quiet">{trans.__('The same code.')}</p>
              ) : (
                <Diff
                  lines={code.diff}
                  label={trans.__('Difference in code')}
                />
              )}
            </div>
          ))}
      </Fold>
      <Fold
        {...props}
        id="inputs"
        title={trans.__('Inputs')}
        answer={answers.inputs}
      >
        <RunColumns {...props} label={trans.__('Inputs')}>
          {comparison.inputs.map(row => (
            <InputRow key={row.path} row={row} comparison={comparison} />
          ))}
        </RunColumns>
      </Fold>
      <Fold
        {...props}
        id="environment"
        title={trans.__('Environment')}
        answer={answers.environment}
      >
        <Differences
          {...props}
          rows={[
            ...comparison.environment,
            ...comparison.packages.differs.map(row => ({
              ...row,
              differs: true
            }))
          ]}
          label={trans.__('Environment')}
          id="environment"
        />
        <p className="jt-Quiet">
          {trans._n(
            '%1 package the same',
            '%1 packages the same',
            comparison.packages.same
          )}
        </p>
      </Fold>
    </>
  );
}

/** What differs as a table, what is the same folded away below it. */
function Differences(
  props: ITableProps & {
    rows: readonly Difference[];
    label: string;
    id: string;
  }
): React.JSX.Element {
  const { rows, comparison, model, trans, id } = props;
  const other = rows.filter(row => row.differs);
  const same = rows.filter(row => !row.differs);
  const key = `${id} same`;
  const isOpen = model.folds.get(key) ?? false;
  return (
    <>
      {(other.length > 0 || isOpen) && (
        <RunColumns {...props}>
          {other.map(row => (
            <DifferenceRow key={row.name} row={row} comparison={comparison} />
          ))}
          {isOpen &&
            same.map(row => (
              <DifferenceRow key={row.name} row={row} comparison={comparison} />
            ))}
        </RunColumns>
      )}
      {same.length > 0 && (
        <button
          type="button"
          className="jt-Link"
          aria-expanded={isOpen}
          onClick={() => model.fold(key, !isOpen)}
        >
          {isOpen ? '▾' : '▸'}{' '}
          {trans._n('%1 the same', '%1 the same', same.length)}
        </button>
      )}
    </>
  );
}

function Fold(
  props: ITableProps & {
    id: string;
    title: string;
    answer: string;
    open?: boolean;
    children: React.ReactNode;
  }
): React.JSX.Element {
  const { model, id } = props;
  return (
    <Section
      title={props.title}
      answer={props.answer}
      isOpen={model.folds.get(id) ?? props.open ?? false}
      onToggle={open => model.fold(id, open)}
    >
      {props.children}
    </Section>
  );
}
