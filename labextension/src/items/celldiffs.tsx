import * as React from 'react';
import type { TranslationBundle } from '@jupyterlab/translation';

import type { CellDifference, CodeDifference } from '../rest';
import { Diff } from './source';

/** The cells and modules of two runs that differ; those that are the same are counted. */
export function CellDiffs(props: {
  found: CodeDifference;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { found, trans } = props;
  const moved = found.cells.filter(({ change }) => change !== 'same');
  const same = found.cells.length - moved.length;
  return (
    <>
      {found.mind.map(text => (
        <p key={text} className="jt-Problem">
          {text}
        </p>
      ))}
      {moved.map((cell, place) => (
        <div key={place} className="jt-CellDiff" data-change={cell.change}>
          <h3>{cellTitle(cell, trans)}</h3>
          <Diff lines={cell.diff} label={cellTitle(cell, trans)} />
        </div>
      ))}
      <p className="jt-Quiet">
        {moved.length === 0
          ? trans.__('Nothing differs.')
          : trans._n('%1 cell the same', '%1 cells the same', same)}
      </p>
    </>
  );
}

/** The difference in one line. */
export function differenceAnswer(
  { cells, lines, same }: CodeDifference,
  trans: TranslationBundle
): string {
  if (same) {
    return trans.__('the same');
  }
  const moved = cells.filter(({ change }) => change !== 'same').length;
  return trans.__(
    '%1 in %2',
    trans._n('%1 line', '%1 lines', lines),
    trans._n('%1 cell', '%1 cells', moved)
  );
}

function cellTitle(cell: CellDifference, trans: TranslationBundle): string {
  const { before, after, change, kind } = cell;
  const name =
    before !== null && after !== null && before !== after
      ? `${before} → ${after}`
      : (after ?? before ?? '');
  const what =
    kind === 'module'
      ? trans.__('module %1', name)
      : kind === 'markdown'
        ? trans.__('text, %1', name)
        : name;
  const states: Record<CellDifference['change'], string> = {
    same: '',
    changed: '',
    added: trans.__(', new'),
    removed: trans.__(', gone')
  };
  return what + states[change];
}
