import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import { moment, shortValue } from '../format';
import { ago } from '../items/ago';
import { Diff, Source } from '../items/source';
import { StateSign } from '../items/statesign';
import { useNow } from '../items/usenow';
import type { CellVersion } from '../rest';
import type { VersionsModel } from './versionsmodel';

/** What can be done with a version. */
export interface IVersionActions {
  onOpen: (run: string) => void;
  onCompare: (runs: string[]) => void;
  /** Put the source into a new cell below. */
  onInsert: (source: string) => void;
  /** Make the source that of the cell. */
  onRestore: (source: string) => void;
}

interface IVersionsProps extends IVersionActions {
  model: VersionsModel;
  trans: TranslationBundle;
}

/** The runs of a cell on one side, the source of the chosen one on the other. */
export function Versions(props: IVersionsProps): React.JSX.Element {
  const { model, trans } = props;
  const { versions, chosen, error } = model;
  if (!versions || !chosen) {
    return (
      <p role={error ? 'alert' : 'status'}>
        {error ||
          (versions
            ? trans.__(
                'This cell has made no run yet: put %1 on it and execute it.',
                '%%track'
              )
            : trans.__('Loading…'))}
      </p>
    );
  }
  return (
    <>
      {error && (
        <p className="jt-Problem" role="alert">
          {error}
        </p>
      )}
      <div className="jt-Versions-both">
        <List {...props} versions={versions} chosen={chosen} />
        <One {...props} version={chosen} />
      </div>
    </>
  );
}

function List(
  props: IVersionsProps & {
    versions: readonly CellVersion[];
    chosen: CellVersion;
  }
): React.JSX.Element {
  const { model, trans, versions, chosen } = props;
  const now = useNow(30);
  const place = versions.indexOf(chosen);
  const steps: Record<string, number> = {
    ArrowDown: place + 1,
    ArrowUp: place - 1,
    Home: 0,
    End: versions.length - 1
  };
  const onKey = (event: React.KeyboardEvent) => {
    const to = versions[steps[event.key] ?? -1];
    if (event.key in steps) {
      event.preventDefault();
      if (to) {
        model.choose(to.run);
      }
    } else if (event.key === 'Enter') {
      props.onOpen(chosen.run);
    }
  };
  const id = (version: CellVersion) =>
    `jt-version-${model.cell}-${version.run}`;
  return (
    <div className="jt-Versions-list">
      <div
        role="listbox"
        tabIndex={0}
        aria-label={trans.__('Runs of this cell')}
        aria-activedescendant={id(chosen)}
        onKeyDown={onKey}
      >
        {versions.map(version => (
          // the listbox has the keyboard
          // eslint-disable-next-line jsx-a11y/click-events-have-key-events
          <div
            key={version.run}
            id={id(version)}
            role="option"
            tabIndex={-1}
            aria-selected={version === chosen}
            className="jt-Version"
            onClick={() => model.choose(version.run)}
            onDoubleClick={() => props.onOpen(version.run)}
          >
            <StateSign state={version.state} trans={trans} />
            <bdi className="jt-Version-name" title={version.name}>
              {version.name}
            </bdi>
            <span className="jt-Quiet" title={moment(version.started)}>
              {version.started !== null && ago(version.started, now, trans)}
            </span>
            <span className="jt-Version-more jt-Quiet">
              {version.metrics.slice(0, 2).map(({ name, value }) => (
                <span key={name}>
                  <bdi>{name}</bdi> <b>{shortValue(value, 16)}</b>
                  {' · '}
                </span>
              ))}
              {version.lines
                ? trans._n('%1 line differs', '%1 lines differ', version.lines)
                : trans.__('as it is now')}
            </span>
          </div>
        ))}
      </div>
      {model.hasMore && (
        <button
          type="button"
          className="jt-Link"
          onClick={() => void model.more()}
        >
          {trans.__('Older ones')}
        </button>
      )}
    </div>
  );
}

function One(
  props: IVersionsProps & { version: CellVersion }
): React.JSX.Element {
  const { model, trans, version, onInsert, onRestore } = props;
  const { source } = version;
  const [isWhole, setWhole] = React.useState(false);
  const isThere = model.now !== null;
  const newest = model.versions?.[0];
  return (
    <section className="jt-Versions-one" aria-label={version.name}>
      <div className="jt-Versions-actions">
        <button
          type="button"
          className="jp-mod-styled jt-Button"
          disabled={source === null || !isThere || version.lines === 0}
          title={trans.__(
            'Make this the source of the cell; Undo in the notebook takes it back'
          )}
          onClick={() => onRestore(source ?? '')}
        >
          {trans.__('Restore')}
        </button>
        <button
          type="button"
          className="jp-mod-styled jt-Button"
          disabled={source === null || !isThere}
          title={trans.__('Put it into a new cell below this one')}
          onClick={() => onInsert(source ?? '')}
        >
          {trans.__('Insert below')}
        </button>
        <button
          type="button"
          className="jp-mod-styled jt-Button"
          onClick={() => props.onOpen(version.run)}
        >
          {trans.__('Open run')}
        </button>
        {newest && newest !== version && (
          <button
            type="button"
            className="jp-mod-styled jt-Button"
            onClick={() => props.onCompare([version.run, newest.run])}
          >
            {trans.__('Compare with the newest')}
          </button>
        )}
        <label className="jt-Versions-whole">
          <input
            type="checkbox"
            checked={isWhole}
            onChange={event => setWhole(event.target.checked)}
          />
          {trans.__('Whole source')}
        </label>
      </div>
      {!isThere && (
        <p className="jt-Problem">
          {trans.__('The cell is not in the open notebook any more.')}
        </p>
      )}
      {source === null ? (
        <p className="jt-Quiet">
          {trans.__('Its source is not in the store any more.')}
        </p>
      ) : isWhole || version.lines === 0 ? (
        <Source text={source} label={trans.__('Source')} />
      ) : (
        <>
          <p className="jt-Quiet">
            {trans.__('From then (−) to the cell as it is now (+)')}
          </p>
          <Diff
            lines={version.diff}
            label={trans.__('What differs from the cell as it is now')}
          />
        </>
      )}
    </section>
  );
}
