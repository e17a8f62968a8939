import type { TranslationBundle } from '@jupyterlab/translation';

import type { Header } from '../rest';
import { columnTitle, parseColumn, type IColumn } from './columns';
import type { IColumnAbout } from './layout';
import type { IOpenGroup } from './lines';
import type { TableModel } from './model';

export const MARKS_WIDTH = 48;
export const NAME_WIDTH = 220;
export const NARROWEST = 48;
const GROUPED_NAME = 280;
const SPARK_ROOM = 62;
const GROUPED_METRIC = 196;

/** A column as it is drawn. */
export interface IColumnView {
  id: string;
  column: IColumn;
  about: IColumnAbout;
  title: string;
  header: Header | null;
  width: number;
  /** Where it stays while others scroll, in pixels from the beginning; null where it scrolls. */
  stays: number | null;
  /** Whether numbers stand in it. */
  isNumeric: boolean;
  /** The metric whose curve stands in it. */
  curve: string | null;
  /** The best number of all runs, and of all groups. */
  best: number | null;
  bestOfGroups: number | null;
  /** Whether it is the first of its kind: a rule stands before it. */
  isFirst: boolean;
}

/** The columns of a table as they are drawn, that of the name apart. */
export function columnViews(
  model: TableModel,
  trans: TranslationBundle
): IColumnView[] {
  const { groups } = model.rows.lines;
  let stays = MARKS_WIDTH + nameWidth(model);
  let kind: string | null = null;
  return model.columns.map(id => {
    const column = parseColumn(id);
    const about = model.about(id);
    const header = model.heads.of(id);
    const curve =
      about.hasCurve && column.kind === 'metric' ? column.name : null;
    const room = firstWidth(column, curve !== null);
    const isMean = groups !== null && column.kind === 'metric';
    const width = about.width ?? (isMean ? GROUPED_METRIC : room);
    const view: IColumnView = {
      id,
      column,
      about,
      title: about.title || columnTitle(column, trans),
      header,
      width,
      stays: about.isPinned ? stays : null,
      isNumeric: header ? header.kind === 'number' : column.kind === 'metric',
      curve,
      best: bestOf(header),
      bestOfGroups: groups && bestOfGroups(groups, column, header),
      isFirst: column.kind !== kind
    };
    stays += about.isPinned ? width : 0;
    kind = column.kind;
    return view;
  });
}

/** The width of the column with the names. */
export function nameWidth(model: TableModel): number {
  const usual = model.rows.lines.groups ? GROUPED_NAME : NAME_WIDTH;
  return model.about('name').width ?? usual;
}

/** What CSS takes for the columns of the grid, and how wide they are together. */
export function template(
  name: number,
  views: readonly IColumnView[]
): { columns: string; width: number } {
  const widths = [MARKS_WIDTH, name, ...views.map(({ width }) => width)];
  return {
    columns: widths.map(width => `${width}px`).join(' '),
    width: widths.reduce((sum, width) => sum + width, 0)
  };
}

function firstWidth(column: IColumn, hasCurve: boolean): number {
  const widths: Record<string, number> = {
    state: 96,
    started: 104,
    duration: 96,
    tags: 160,
    note: 220,
    experiment: 130,
    notebook: 150,
    id: 120
  };
  const usual = column.kind === 'about' ? 110 : 116;
  return (widths[column.id] ?? usual) + (hasCurve ? SPARK_ROOM : 0);
}

function bestOf(header: Header | null): number | null {
  return header?.direction === 'up'
    ? (header.high ?? null)
    : header?.direction === 'down'
      ? (header.low ?? null)
      : null;
}

function bestOfGroups(
  groups: readonly IOpenGroup[],
  column: IColumn,
  header: Header | null
): number | null {
  if (column.kind !== 'metric' || !header?.direction || groups.length < 2) {
    return null;
  }
  const means = groups.flatMap(({ group }) => {
    const mean = group.metrics[column.name]?.mean ?? null;
    return mean === null ? [] : [mean];
  });
  const isUp = header.direction === 'up';
  return means.length
    ? means.reduce((a, b) => (isUp ? Math.max(a, b) : Math.min(a, b)))
    : null;
}
