import * as React from 'react';
import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import type { TranslationBundle } from '@jupyterlab/translation';

import { StateSign } from '../items/statesign';
import { partedOrAll } from '../models/foremost';
import type {
  Comparison,
  Difference,
  FileComparison,
  InputComparison,
  MetricComparison
} from '../rest';
import { FileRow } from './files';
import { Group } from './group';
import type { CompareModel, IColumn } from './model';
import { OutputsRow, PicturesRow } from './outputs';
import { InputRow, MetricRow, ValueRow } from './rows';
import { OUTPUTS } from './shown';

/** What the parts of a comparison need. */
export interface ICompareProps {
  model: CompareModel;
  comparison: Comparison;
  trans: TranslationBundle;
  onOpen: (id: string) => void;
  onReport: (ids: string[]) => void;
  /** One of `recordedOnly`. */
  rendermime: IRenderMimeRegistry;
}

/** As wide as a run's column gets; wider where outputs or files are looked at. */
const WIDEST = 320;
const WIDEST_OF_OUTPUTS = 720;

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
  const input = (row: InputComparison) => (
    <InputRow key={row.path} row={row} {...context} />
  );
  const file = (row: FileComparison) => (
    <FileRow key={row.path} {...props} row={row} />
  );
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
  const isWide = ['files', OUTPUTS].some(id => model.folds.isOpen(id, false));
  const moved = comparison.metrics.filter(row => !isSame(row.values));
  const metrics = partedOrAll(moved, foremost);
  const params = partedOrAll(
    comparison.params.filter(row => row.differs),
    foremost
  );
  return (
    <table
      className="jt-Table jt-Compare-table"
      style={
        {
          '--jt-runs': columns.length,
          '--jt-widest': `${isWide ? WIDEST_OF_OUTPUTS : WIDEST}px`
        } as React.CSSProperties
      }
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
        same={comparison.metrics.filter(row => isSame(row.values)).map(metric)}
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
        rows={comparison.inputs.filter(row => row.differs).map(input)}
        same={comparison.inputs.filter(row => !row.differs).map(input)}
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
      <Group
        {...props}
        id="files"
        title={trans.__('Files')}
        answer={answers.files}
        rows={comparison.files.filter(row => row.differs).map(file)}
        same={comparison.files.filter(row => !row.differs).map(file)}
      />
      <Group
        {...props}
        id={OUTPUTS}
        title={trans.__('Outputs')}
        answer={answers.outputs}
        rows={outputRows(props)}
      />
    </table>
  );
}

/** The pictures of the runs, then what stood below each cell. */
function outputRows(props: ICompareProps): React.JSX.Element[] {
  const { comparison, model, trans } = props;
  const most = comparison.outputs.map(({ cells }) => cells);
  const count = Math.max(0, ...most.map(cells => cells.length));
  if (!model.shown.isThere && count) {
    return [
      <tr key="waiting">
        <td colSpan={model.columns.length + 1} className="jt-Quiet">
          {trans.__('Loading…')}
        </td>
      </tr>
    ];
  }
  const rows = Array.from({ length: count }, (_, nth) => (
    <OutputsRow
      key={nth}
      {...props}
      nth={nth}
      title={
        count > 1 ? trans.__('Cell %1', nth + 1) : trans.__('Below the cell')
      }
    />
  ));
  return [<PicturesRow key="pictures" {...props} />, ...rows];
}

/** Whether all runs have the same, as far as it was recorded. */
function isSame(values: readonly unknown[]): boolean {
  const [first, ...rest] = values.map(value => JSON.stringify(value));
  return rest.length > 0 && rest.every(value => value === first);
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
