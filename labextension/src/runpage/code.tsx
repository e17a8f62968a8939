import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import { duration, moment } from '../format';
import { fidelityName } from '../items/fidelity';
import { Fold } from '../items/fold';
import { GradeSign } from '../items/grade';
import { Source } from '../items/source';
import { drawn } from '../panels/drawn';
import { SeenPanel } from '../panels/seen';
import type { RunRecord, SaveRequest, Slice, Snapshot } from '../rest';
import { Asked } from './asked';
import { BeforeCode } from './beforecode';
import type { RunPageModel } from './model';

/** What can be done with the code of a run. */
export interface ICodeActions {
  onSnapshot: () => void;
  onSave: (request: SaveRequest) => void;
}

/** The cells that made a run, those that it depends on, and what is new in them. */
export class CodeView extends SeenPanel {
  constructor(
    model: RunPageModel,
    trans: TranslationBundle,
    actions: ICodeActions
  ) {
    super();
    this._page = model;
    this._slice = new Asked(model, () => model.slice());
    const draw = () =>
      model.record && (
        <Code
          record={model.record}
          model={model}
          slice={this._slice}
          trans={trans}
          {...actions}
        />
      );
    this.addWidget(drawn(this._slice.stateChanged, draw));
    model.stateChanged.connect(this._onPage, this);
  }

  override dispose(): void {
    if (!this.isDisposed) {
      this._page.stateChanged.disconnect(this._onPage, this);
      this._slice.dispose();
      super.dispose();
    }
  }

  protected override onSeen(isSeen: boolean): void {
    this._slice.isActive = isSeen;
  }

  private _onPage(): void {
    this._slice.stateChanged.emit();
  }

  private readonly _page: RunPageModel;
  private readonly _slice: Asked<Slice>;
}

function Code(
  props: ICodeActions & {
    record: RunRecord;
    model: RunPageModel;
    slice: Asked<Slice>;
    trans: TranslationBundle;
  }
): React.JSX.Element {
  const { record, slice, trans } = props;
  return (
    <>
      <Notebook {...props} />
      <h2>{trans.__('Cells of this run')}</h2>
      <Parts record={record} trans={trans} />
      {slice.answer ? (
        <Depends {...props} found={slice.answer} />
      ) : (
        <p
          className={slice.error ? 'jt-Problem' : 'jt-Quiet'}
          role={slice.error ? 'alert' : 'status'}
        >
          {slice.error || trans.__('Looking for the cells it depends on…')}
        </p>
      )}
      <BeforeCode model={props.model} trans={trans} />
    </>
  );
}

/** The notebook as it was: how faithful it is, and the way to it. */
function Notebook(
  props: ICodeActions & { record: RunRecord; trans: TranslationBundle }
): React.JSX.Element | null {
  const { record, trans } = props;
  const kept = record.parts
    .map(({ snapshot }) => snapshot)
    .reverse()
    .find(snapshot => snapshot);
  if (!kept) {
    return null;
  }
  const { label, why } = fidelityName(
    (kept as { fidelity: Snapshot['fidelity'] }).fidelity,
    trans
  );
  return (
    <div className="jt-Code-bar">
      <span>
        {trans.__('The notebook as it was')}{' '}
        <span className="jt-Tag" title={why}>
          {label}
        </span>
      </span>
      <button
        type="button"
        className="jp-mod-styled jt-Button"
        onClick={props.onSnapshot}
      >
        {trans.__('Open it')}
      </button>
    </div>
  );
}

/** The cells that made the run, as they were executed. */
function Parts(props: {
  record: RunRecord;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { record, trans } = props;
  return (
    <>
      {record.parts.map(part => (
        <div key={part.exec}>
          <p className="jt-Quiet">
            [{part.count ?? ' '}] {moment(part.started)} ·{' '}
            {duration(part.duration)} · {part.outcome ?? trans.__('not ended')}
          </p>
          {part.source === null ? (
            <p className="jt-Quiet">
              {trans.__('Its source is not in the store.')}
            </p>
          ) : (
            <Source text={part.source} label={trans.__('Source of the cell')} />
          )}
          {part.error?.traceback && (
            <Source text={part.error.traceback} label={trans.__('Traceback')} />
          )}
        </div>
      ))}
      {!record.parts.length && (
        <p className="jt-Quiet">{trans.__('No cell made this run.')}</p>
      )}
    </>
  );
}

/** The executed cells that the run depends on, each with why, and what to mind. */
function Depends(
  props: ICodeActions & {
    found: Slice;
    record: RunRecord;
    trans: TranslationBundle;
  }
): React.JSX.Element {
  const { found, record, trans, onSave } = props;
  const own = new Set(record.parts.map(({ exec }) => exec));
  const { cells, modules, warnings, grade } = found;
  return (
    <section className="jt-Slice">
      <div className="jt-Code-bar">
        <h2>
          {trans.__('What it depends on')}{' '}
          <span className="jt-Quiet">
            {trans._n(
              '%2 of %1 cell that had run',
              '%2 of %1 cells that had run',
              found.of,
              cells.length
            )}
          </span>
        </h2>
        <GradeSign grade={grade.grade} reasons={grade.reasons} trans={trans} />
        <span className="jt-Quiet">{grade.means}</span>
        {cells.length > 0 && (
          <span className="jt-Code-actions jt-Writes">
            <button
              type="button"
              className="jp-mod-styled jt-Button"
              title={trans.__('Write these cells into a new notebook')}
              onClick={() => onSave({ what: 'slice', format: 'ipynb' })}
            >
              {trans.__('Save as notebook')}
            </button>
            <button
              type="button"
              className="jp-mod-styled jt-Button"
              title={trans.__('Write these cells into a new Python file')}
              onClick={() => onSave({ what: 'slice', format: 'py' })}
            >
              {trans.__('Save as script')}
            </button>
          </span>
        )}
      </div>
      {(cells.length ? warnings : grade.reasons).map(warning => (
        <p key={warning} className="jt-Problem">
          {warning}
        </p>
      ))}
      <ol className="jt-Slice-cells">
        {cells.map(cell => (
          <li key={cell.exec}>
            <p>
              <code>[{cell.executed ?? ' '}]</code>{' '}
              <span className="jt-Quiet">
                {own.has(cell.exec)
                  ? trans.__('is the run: see above')
                  : cell.why}
              </span>
            </p>
            {!own.has(cell.exec) && (
              <Source
                text={cell.source}
                label={trans.__(
                  'Source of the cell [%1]',
                  cell.executed ?? ' '
                )}
              />
            )}
          </li>
        ))}
      </ol>
      {modules.map(module => (
        <Fold
          key={module.name}
          label={trans.__('module %1, %2', module.name, module.path)}
        >
          <Source
            text={module.text ?? trans.__('Its source is not in the store.')}
            label={trans.__('Source of the module %1', module.name)}
          />
        </Fold>
      ))}
    </section>
  );
}
