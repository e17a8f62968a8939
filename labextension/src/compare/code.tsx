import * as React from 'react';

import { CellDiffs, differenceAnswer } from '../items/celldiffs';
import { Section } from '../items/section';
import { Diff } from '../items/source';
import type { CodeComparison, CodeDifference } from '../rest';
import type { ICompareProps } from './table';

const OPEN_AT_ONCE = 2;

/** The code that is compared: the cells of the runs, all that they depend on, or whole notebooks. */
type Kind = 'cells' | CodeDifference['what'];

/** How the code of each run differs from the baseline's. */
export function CompareCode(props: ICompareProps): React.JSX.Element {
  const { comparison, model, trans } = props;
  const [kind, setKind] = React.useState<Kind>('cells');
  const others = comparison.code.filter(
    code => code.run !== comparison.baseline
  );
  const kinds: Record<Kind, string> = {
    cells: trans.__('Cells of the runs'),
    slice: trans.__('All that they depend on'),
    notebook: trans.__('Notebooks')
  };
  return (
    <Section
      title={trans.__('Code')}
      answer={comparison.sections.code}
      isOpen={model.folds.isOpen('code', true)}
      onToggle={open => model.folds.set('code', open)}
    >
      {others.length > 0 && (
        <div
          className="jt-Code-kinds"
          role="group"
          aria-label={trans.__('What code to compare')}
        >
          {(Object.keys(kinds) as Kind[]).map(one => (
            <button
              key={one}
              type="button"
              className="jp-mod-styled jt-Button"
              aria-pressed={kind === one}
              onClick={() => setKind(one)}
            >
              {kinds[one]}
            </button>
          ))}
        </div>
      )}
      {kind === 'cells' ? (
        <Cells {...props} others={others} />
      ) : (
        others.map(({ run }, place) => (
          <Between
            key={`${run} ${kind} ${comparison.baseline}`}
            {...props}
            run={run}
            what={kind}
            isOpenAtFirst={place < OPEN_AT_ONCE}
          />
        ))
      )}
    </Section>
  );
}

/** The cells that are the runs themselves. */
function Cells(
  props: ICompareProps & { others: readonly CodeComparison[] }
): React.JSX.Element {
  const { others, trans } = props;
  const changed = others.filter(code => !code.same);
  const same = others
    .filter(code => code.same)
    .map(code => nameOf(props, code.run));
  return (
    <>
      {same.length > 0 && (
        <p className="jt-Quiet">
          {trans.__('The same code as the baseline: %1', same.join(', '))}
        </p>
      )}
      {changed.map(code => (
        <Foldable
          key={code.run}
          name={nameOf(props, code.run)}
          answer={trans._n('%1 line differs', '%1 lines differ', code.lines)}
          isOpenAtFirst={changed.length <= OPEN_AT_ONCE}
        >
          {() => (
            <Diff
              lines={code.diff}
              label={trans.__(
                'Difference in code of %1',
                nameOf(props, code.run)
              )}
            />
          )}
        </Foldable>
      ))}
    </>
  );
}

/** What differs between a run and the baseline, asked for when it is there to be seen. */
function Between(
  props: ICompareProps & {
    run: string;
    what: CodeDifference['what'];
    isOpenAtFirst: boolean;
  }
): React.JSX.Element {
  const { model, run, what, trans } = props;
  const [found, setFound] = React.useState<CodeDifference | null>(null);
  const [error, setError] = React.useState('');
  React.useEffect(() => {
    let isWanted = true;
    model.difference(run, what).then(
      answer => isWanted && setFound(answer),
      fault => isWanted && setError((fault as Error).message)
    );
    return () => {
      isWanted = false;
    };
  }, [model, run, what]);
  if (!found) {
    return (
      <p
        className={error ? 'jt-Problem' : 'jt-Quiet'}
        role={error ? 'alert' : 'status'}
      >
        {error || trans.__('Comparing…')}
      </p>
    );
  }
  return (
    <Foldable
      name={nameOf(props, run)}
      answer={differenceAnswer(found, trans)}
      isOpenAtFirst={props.isOpenAtFirst && !found.same}
    >
      {() => <CellDiffs found={found} trans={trans} />}
    </Foldable>
  );
}

function Foldable(props: {
  name: string;
  answer: string;
  isOpenAtFirst: boolean;
  children: () => React.JSX.Element;
}): React.JSX.Element {
  const [touched, setTouched] = React.useState<boolean | null>(null);
  const isOpen = touched ?? props.isOpenAtFirst;
  return (
    <div className="jt-Compare-code">
      <h3>
        <button
          type="button"
          className="jt-Section-head"
          aria-expanded={isOpen}
          onClick={() => setTouched(!isOpen)}
        >
          <span aria-hidden="true">{isOpen ? '▾' : '▸'}</span>
          <bdi>{props.name}</bdi>
          <span className="jt-Quiet">{props.answer}</span>
        </button>
      </h3>
      {isOpen && props.children()}
    </div>
  );
}

function nameOf(props: ICompareProps, id: string): string {
  return props.comparison.runs.find(run => run.id === id)?.name ?? id;
}
