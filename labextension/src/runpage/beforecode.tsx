import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import { CellDiffs, differenceAnswer } from '../items/celldiffs';
import type { CodeDifference } from '../rest';
import type { RunPageModel } from './model';

/** What is new in the code against the run before it of the same cell; asked for when it is unfolded. */
export function BeforeCode(props: {
  model: RunPageModel;
  trans: TranslationBundle;
}): React.JSX.Element | null {
  const { model, trans } = props;
  const { comparison } = model;
  const before = comparison?.runs.find(run => run.id === comparison.baseline);
  const [what, setWhat] = React.useState<CodeDifference['what'] | null>(null);
  const [found, setFound] = React.useState<CodeDifference | string | null>(
    null
  );
  const id = before?.id;
  React.useEffect(() => {
    let isWanted = true;
    setFound(null);
    if (id && what) {
      model.differenceFrom(id, what).then(
        answer => isWanted && setFound(answer),
        error => isWanted && setFound((error as Error).message)
      );
    }
    return () => {
      isWanted = false;
    };
  }, [model, id, what]);
  if (!before) {
    return null;
  }
  const choice = (value: CodeDifference['what'], label: string) => (
    <button
      type="button"
      className="jp-mod-styled jt-Button"
      aria-pressed={what === value}
      onClick={() => setWhat(what === value ? null : value)}
    >
      {label}
    </button>
  );
  return (
    <section>
      <div className="jt-Code-bar">
        <h2>
          {trans.__('Against the run before it, %1', before.name)}{' '}
          <span className="jt-Quiet">
            {found && typeof found !== 'string'
              ? differenceAnswer(found, trans)
              : ''}
          </span>
        </h2>
        <span className="jt-Code-actions">
          {choice('slice', trans.__('Slices'))}
          {choice('notebook', trans.__('Notebooks'))}
        </span>
      </div>
      {what && found === null && <p role="status">{trans.__('Comparing…')}</p>}
      {typeof found === 'string' && (
        <p className="jt-Problem" role="alert">
          {found}
        </p>
      )}
      {found && typeof found !== 'string' && (
        <CellDiffs found={found} trans={trans} />
      )}
    </section>
  );
}
