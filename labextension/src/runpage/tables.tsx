import * as React from 'react';
import type { TranslationBundle } from '@jupyterlab/translation';

import { Scroller } from '../items/scroller';
import { InlineChart } from '../charts/inline';
import { asNumber, fullValue, shortValue } from '../format';
import { origin } from '../items/origin';
import { SortableTable, type ISortableCell } from '../items/sortable';
import { PALETTE } from '../models/colours';
import type { ICurve } from '../models/curves';
import { drawn } from '../panels/drawn';
import { SeenPanel } from '../panels/seen';
import type { TableContent, TableInfo, Value } from '../rest';
import type { RunPageModel } from './model';
import { TablesModel } from './tablesmodel';

const LONGEST = 60;
const DEEPEST = 55;

/** The small tables that were seen in a run: coefficients, confusion matrices, reports, curves. */
export class TablesView extends SeenPanel {
  constructor(page: RunPageModel, trans: TranslationBundle) {
    super();
    this._model = new TablesModel(page);
    const draw = () => (
      <Tables page={page} tables={this._model.tables} trans={trans} />
    );
    this.addWidget(drawn(this._model.stateChanged, draw));
    page.stateChanged.connect(this._onPage, this);
  }

  override dispose(): void {
    this._model.dispose();
    super.dispose();
  }

  protected override onSeen(isSeen: boolean): void {
    this._model.isActive = isSeen;
  }

  private _onPage(): void {
    this._model.stateChanged.emit();
  }

  private readonly _model: TablesModel;
}

function Tables(props: {
  page: RunPageModel;
  tables: ReadonlyMap<number, TableContent>;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { page, tables, trans } = props;
  const infos = page.record?.tables ?? [];
  if (!infos.length) {
    return (
      <p className="jt-Quiet">{trans.__('No table was seen in this run.')}</p>
    );
  }
  return (
    <>
      {infos.map((info, place) => (
        <section key={`${place} ${info.name}`} className="jt-TableCard">
          <h2>
            <bdi title={origin(info, page.record?.parts ?? [], trans)}>
              {info.name}
            </bdi>{' '}
            <span className="jt-Quiet">{about(info, trans)}</span>
          </h2>
          <Content table={tables.get(place)} trans={trans} />
        </section>
      ))}
    </>
  );
}

function about(info: TableInfo, trans: TranslationBundle): string {
  const names: Record<TableInfo['what'], string> = {
    table: trans.__('table'),
    coefficients: trans.__('coefficients'),
    confusion: trans.__('confusion matrix'),
    report: trans.__('report'),
    curve: trans.__('curve')
  };
  const { what, total } = info;
  return total !== null && what !== 'confusion'
    ? trans._n('%2, %1 row', '%2, %1 rows', total, names[what])
    : names[what];
}

/** The rows of a table, as what it is. */
export function Content(props: {
  table: TableContent | undefined;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { table, trans } = props;
  if (!table) {
    return <p role="status">{trans.__('Loading…')}</p>;
  }
  const cut = (table.total ?? 0) > table.rows.length && (
    <p className="jt-Quiet">
      {trans.__('The first %1 rows were kept.', table.rows.length)}
    </p>
  );
  if (table.what === 'confusion') {
    return <Confusion table={table} trans={trans} />;
  }
  const curves = table.what === 'curve' ? tableCurves(table) : [];
  const rows = <Rows table={table} />;
  return curves.length ? (
    <>
      <InlineChart
        label={trans.__(
          '%1: %2 over %3',
          table.name,
          curves.map(({ label }) => label).join(', '),
          table.columns[0]
        )}
        curves={curves}
      />
      <p className="jt-Quiet jt-Legend">
        {curves.map(({ id, label, colour }) => (
          <span key={id}>
            <span
              className="jt-Swatch"
              style={{ '--jt-colour': colour } as React.CSSProperties}
            />{' '}
            <bdi>{label}</bdi>
          </span>
        ))}
        <span>{trans.__('over %1', table.columns[0])}</span>
      </p>
      <details className="jt-Fold">
        <summary>{trans.__('As a table')}</summary>
        {rows}
        {cut}
      </details>
    </>
  ) : (
    <>
      {rows}
      {cut}
    </>
  );
}

function Rows({ table }: { table: TableContent }): React.JSX.Element {
  const hasNames = table.rows.some(([first]) => typeof first === 'string');
  return (
    <SortableTable
      label={table.name}
      columns={table.columns}
      hasNames={hasNames}
      rows={table.rows.map((row, place) => ({
        id: String(place),
        cells: row.map(cell)
      }))}
    />
  );
}

/** A captured value as a cell that can be sorted by. */
export function cell(value: Value): ISortableCell {
  return {
    key: value === null ? null : (asNumber(value) ?? fullValue(value)),
    text: value === null ? '' : <bdi>{shortValue(value, LONGEST)}</bdi>,
    title: fullValue(value)
  };
}

/** Rows are what is true, columns what was predicted; the deeper a cell, the greater its share of the row. */
function Confusion(props: {
  table: TableContent;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { table, trans } = props;
  const [, ...labels] = table.columns;
  return (
    <Scroller label={table.name}>
      <table className="jt-Table jt-Confusion">
        <thead>
          <tr>
            <td className="jt-Quiet">{trans.__('true ↓ · predicted →')}</td>
            {labels.map((label, place) => (
              <th key={place} scope="col">
                <bdi>{label}</bdi>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map(([name, ...counts], place) => {
            const numbers = counts.map(count => asNumber(count) ?? 0);
            const sum = numbers.reduce((a, b) => a + b, 0);
            return (
              <tr key={place}>
                <th scope="row">
                  <bdi>{shortValue(name, LONGEST)}</bdi>
                </th>
                {counts.map((count, column) => {
                  const share = sum ? numbers[column] / sum : 0;
                  return (
                    <td
                      key={column}
                      data-right={column === place}
                      title={trans.__(
                        '%1 of %2 that are %3: %4 %',
                        fullValue(count),
                        sum,
                        fullValue(name),
                        Math.round(1000 * share) / 10
                      )}
                      style={
                        {
                          '--jt-share': `${Math.round(DEEPEST * share)}%`
                        } as React.CSSProperties
                      }
                    >
                      {shortValue(count)}
                    </td>
                  );
                })}
              </tr>
            );
          })}
        </tbody>
      </table>
    </Scroller>
  );
}

/** The curves that a table tells: its other numbers over its first column, what they were found at (thresholds) apart. */
export function tableCurves(table: TableContent): ICurve[] {
  const points = table.rows
    .map(row => row.map(asNumber))
    .sort((a, b) => (a[0] ?? 0) - (b[0] ?? 0));
  const step = points.map(([x]) => x);
  if (!step.length || !step.every(Number.isFinite)) {
    return [];
  }
  const finite = (column: number) =>
    points.map(row => (Number.isFinite(row[column]) ? row[column] : null));
  return table.columns
    .map((label, column) => ({ label, value: finite(column) }))
    .filter(
      ({ label, value }, column) =>
        column > 0 &&
        !/threshold/i.test(label) &&
        value.some(number => number !== null)
    )
    .map(({ label, value }, place) => ({
      id: label,
      label,
      colour: PALETTE[place % PALETTE.length],
      series: { step, value, time: [], total: value.length, sampling: null },
      keepsAll: true
    }));
}
