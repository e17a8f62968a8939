import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import { ScopeChoice } from '../items/scopechoice';
import { FilterBox } from '../items/filterbox';
import { ColumnChooser } from './columnchooser';
import { GroupChooser } from './groupchooser';
import type { TableModel } from './model';
import { Popover } from './popover';
import { ViewChooser } from './viewchooser';

/** Where what is shown can go. */
export interface IExports {
  csv: () => void;
  clipboard: () => void;
  /** Null where there is no notebook. */
  notebook: (() => void) | null;
}

/** Above the table: filter, which runs, views, columns, groups, export. */
export function TableToolbar(props: {
  model: TableModel;
  trans: TranslationBundle;
  inputRef: React.RefObject<HTMLInputElement>;
  exports: IExports;
  showKeys: () => void;
}): React.JSX.Element {
  const { model, trans, inputRef, exports } = props;
  const { layout, names } = model;
  return (
    <div
      className="jt-TableBar"
      role="toolbar"
      aria-label={trans.__('Run table')}
    >
      <div className="jt-TableBar-filter">
        <FilterBox
          model={model}
          trans={trans}
          inputRef={inputRef}
          history={model.history.filters}
        />
      </div>
      <ScopeChoice
        scope={layout.scope}
        experiments={names?.experiments ?? []}
        trans={trans}
        onChoose={scope => model.arrange({ scope })}
      />
      <TableCount model={model} trans={trans} />
      <span className="jt-TableBar-end">
        <Popover label={trans.__('Views')} title={trans.__('Saved views')}>
          {close => <ViewChooser model={model} trans={trans} close={close} />}
        </Popover>
        <Popover label={trans.__('Columns')} title={trans.__('Columns')}>
          {() => <ColumnChooser model={model} trans={trans} />}
        </Popover>
        <Popover
          label={trans.__('Group')}
          title={trans.__('Group runs')}
          count={layout.groups.length}
        >
          {() => <GroupChooser model={model} trans={trans} />}
        </Popover>
        <Popover
          label={trans.__('Export')}
          title={trans.__('Export what is shown')}
        >
          {close => (
            <ul className="jt-Popover-list">
              {(
                [
                  [trans.__('As a CSV file'), exports.csv],
                  [trans.__('To the clipboard'), exports.clipboard],
                  [trans.__('To the notebook, as a cell'), exports.notebook]
                ] as const
              ).map(([label, act]) => (
                <li key={label}>
                  <button
                    type="button"
                    className="jt-Link"
                    disabled={!act}
                    title={act ? undefined : trans.__('Open a notebook first')}
                    onClick={() => {
                      close();
                      act?.();
                    }}
                  >
                    {label}
                  </button>
                </li>
              ))}
            </ul>
          )}
        </Popover>
        <button
          type="button"
          className="jt-Plain"
          title={trans.__('All keys')}
          aria-label={trans.__('All keys')}
          onClick={props.showKeys}
        >
          ?
        </button>
      </span>
    </div>
  );
}

/** How many runs there are, and how many rows they are. */
function TableCount(props: {
  model: TableModel;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { model, trans } = props;
  const { rows, status, layout } = model;
  const { groups, list } = rows.lines;
  const runs = rows.runs.toLocaleString();
  const below = groups
    ? groups.length < (rows.lines.all?.groups ?? 0)
      ? trans.__(
          'the first %1 of %2 groups',
          groups.length,
          rows.lines.all?.groups
        )
      : trans._n('%1 group', '%1 groups', groups.length)
    : layout.isFolded && list.total !== list.runs
      ? trans._n('%1 row', '%1 rows', list.total)
      : '';
  const all =
    status && (layout.filter || layout.scope !== 'store') ? status.runs : null;
  const text =
    all !== null && all !== rows.runs && layout.scope !== 'trash'
      ? trans.__('%1 of %2 runs', runs, all.toLocaleString())
      : trans._n('%2 run', '%2 runs', rows.runs, runs);
  return (
    <span
      className="jt-TableBar-count"
      role="status"
      title={status ? trans.__('Store: %1', status.root) : undefined}
    >
      {rows.isThere ? [text, below].filter(Boolean).join(' · ') : ''}
    </span>
  );
}
