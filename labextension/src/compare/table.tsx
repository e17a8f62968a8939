import * as React from 'react';
import type { TranslationBundle } from '@jupyterlab/translation';

import { StateSign } from '../items/statesign';
import { partedOrAll } from '../models/foremost';
import type { Comparison, Difference, MetricComparison } from '../rest';
import { InputRow, MetricRow, ValueRow } from './rows';
import type { CompareModel, IColumn } from './model';

/** What the parts of a comparison need. */
export interface ICompareProps {
  model: CompareModel;
  comparison: Comparison;
  trans: TranslationBundle;
  onOpen: (id: string) => void;
  onReport: (ids: string[]) => void;
}

/** More rows than this are folded away, the rest one click off. */
const AT_ONCE = 40;

/** Runs are columns, things are rows; the names and the baseline stay in sight. */
export function CompareTable(props: ICompareProps): React.JSX.Element {
  const { comparison, model, trans } = props;
  const { columns } = model;
  const answers = comparison.sections;
  const context = { columns, trans };
  const captured = { ...context, why: (name: string) => model.why(name) };
  const environment: Difference[] = [
    ...comparison.packages.differs.map(row => ({
      ...row,
      name: row.imported ? trans.__('%1 (imported)', row.name) : row.name,
      differs: true
    })),
    ...comparison.environment
  ];
  const value = (row: Difference) => (
    <ValueRow key={row.name} row={row} {...context} />
  );
  const param = (row: Difference) => (
    <ValueRow key={row.name} row={row} {...captured} />
  );
  const metric = (row: MetricComparison) => (
    <MetricRow key={row.name} metric={row} {...captured} />
  );
  const { foremost } = comparison;
  const metrics = partedOrAll(comparison.metrics, foremost);
  const params = partedOrAll(
    comparison.params.filter(row => row.differs),
    foremost
  );
  return (
    <table
      className="jt-Table jt-Compare-table"
      style={{ '--jt-runs': columns.length } as React.CSSProperties}
    >
      <colgroup>
        <col className="jt-Compare-names" />
        {columns.map(({ run }) => (
          <col key={run.id} className="jt-Compare-run" />
        ))}
      </colgroup>
      <thead>
        <tr>
          <th scope="col">
            <span className="jt-Hidden">{trans.__('Name')}</span>
          </th>
          {columns.map(column => (
            <RunHead key={column.run.id} {...props} column={column} />
          ))}
        </tr>
      </thead>
      <Group
        {...props}
        id="metrics"
        title={trans.__('Metrics')}
        answer={answers.metrics}
        isOpen
        rows={metrics.first.map(metric)}
        also={metrics.rest.map(metric)}
      />
      <Group
        {...props}
        id="params"
        title={trans.__('Params')}
        answer={answers.params}
        isOpen
        rows={params.first.map(param)}
        also={params.rest.map(param)}
        same={comparison.params.filter(row => !row.differs).map(param)}
      />
      <Group
        {...props}
        id="inputs"
        title={trans.__('Inputs')}
        answer={answers.inputs}
        rows={comparison.inputs.map(row => (
          <InputRow key={row.path} row={row} {...context} />
        ))}
      />
      <Group
        {...props}
        id="environment"
        title={trans.__('Environment')}
        answer={answers.environment}
        rows={environment.filter(row => row.differs).map(value)}
        same={environment.filter(row => !row.differs).map(value)}
        note={trans._n(
          '%1 package the same',
          '%1 packages the same',
          comparison.packages.same
        )}
      />
    </table>
  );
}

function RunHead(
  props: ICompareProps & { column: IColumn }
): React.JSX.Element {
  const { model, trans, column } = props;
  const { run, isBaseline } = column;
  const colour = { '--jt-colour': model.colour(run.id) };
  return (
    <th scope="col" data-baseline={isBaseline}>
      <span className="jt-Compare-name">
        <span className="jt-Swatch" style={colour as React.CSSProperties} />
        <StateSign state={run.state} trans={trans} />
        <button
          type="button"
          className="jt-Link"
          title={trans.__('%1 (%2): open', run.name, run.id)}
          onClick={() => props.onOpen(run.id)}
        >
          <bdi>{run.name}</bdi>
        </button>
      </span>
      {isBaseline ? (
        <span className="jt-Compare-base">⚑ {trans.__('baseline')}</span>
      ) : (
        <button
          type="button"
          className="jt-Link jt-Compare-base"
          title={trans.__('Measure the other runs against this one')}
          aria-label={trans.__('Make %1 the baseline', run.name)}
          onClick={() => {
            model.baseline = run.id;
          }}
        >
          {trans.__('make baseline')}
        </button>
      )}
    </th>
  );
}

/** The rows of one section: its title and its one-line answer stay when it is folded. */
function Group(
  props: ICompareProps & {
    id: string;
    title: string;
    answer: string;
    rows: React.JSX.Element[];
    /** What is not worth showing at first, folded away. */
    also?: React.JSX.Element[];
    /** What is the same in all runs, folded away. */
    same?: React.JSX.Element[];
    note?: string;
    isOpen?: boolean;
  }
): React.JSX.Element {
  const { model, trans, id, rows, also = [], same = [] } = props;
  const isOpen = model.folds.isOpen(id, props.isOpen ?? false);
  const isAll = model.folds.isOpen(`${id} all`, false);
  const isAlso = model.folds.isOpen(`${id} also`, false);
  const isSame = model.folds.isOpen(`${id} same`, false);
  const wide = model.columns.length + 1;
  const fold = (key: string, open: boolean, text: string) => (
    <tr>
      <td colSpan={wide}>
        <button
          type="button"
          className="jt-Link jt-Compare-more"
          aria-expanded={open}
          onClick={() => model.folds.set(key, !open)}
        >
          {open ? '▾' : '▸'} {text}
        </button>
      </td>
    </tr>
  );
  return (
    <tbody>
      <tr className="jt-Compare-group">
        <th scope="rowgroup" colSpan={wide}>
          <button
            type="button"
            className="jt-Section-head jt-Compare-still"
            aria-expanded={isOpen}
            onClick={() => model.folds.set(id, !isOpen)}
          >
            <span aria-hidden="true">{isOpen ? '▾' : '▸'}</span>
            {props.title}
            <span className="jt-Quiet" title={props.answer}>
              {props.answer}
            </span>
          </button>
        </th>
      </tr>
      {isOpen && (isAll ? rows : rows.slice(0, AT_ONCE))}
      {isOpen &&
        rows.length > AT_ONCE &&
        fold(
          `${id} all`,
          isAll,
          isAll ? trans.__('fewer') : trans.__('%1 more', rows.length - AT_ONCE)
        )}
      {isOpen && isAlso && also}
      {isOpen &&
        also.length > 0 &&
        fold(`${id} also`, isAlso, trans.__('also seen (%1)', also.length))}
      {isOpen && isSame && same}
      {isOpen &&
        same.length > 0 &&
        fold(
          `${id} same`,
          isSame,
          trans._n('%1 the same', '%1 the same', same.length)
        )}
      {isOpen && props.note && (
        <tr>
          <td colSpan={wide} className="jt-Quiet">
            <span className="jt-Compare-more">{props.note}</span>
          </td>
        </tr>
      )}
    </tbody>
  );
}
