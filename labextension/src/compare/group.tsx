import * as React from 'react';

import type { ICompareProps } from './table';

/** More rows than this are folded away, the rest one click off. */
const AT_ONCE = 40;

/** The rows of one section: its title and its one-line answer stay when it is folded. */
export function Group(
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
  const isSame = !model.isBrief || model.folds.isOpen(`${id} same`, false);
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
        model.isBrief &&
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
