import * as React from 'react';

import { Section } from '../items/section';
import { Diff } from '../items/source';
import type { CodeComparison } from '../rest';
import type { ICompareProps } from './table';

const OPEN_AT_ONCE = 2;

/** How the cells that made each run differ from the baseline's. */
export function CompareCode(props: ICompareProps): React.JSX.Element {
  const { comparison, model, trans } = props;
  const others = comparison.code.filter(
    code => code.run !== comparison.baseline
  );
  const changed = others.filter(code => !code.same);
  const same = others
    .filter(code => code.same)
    .map(code => nameOf(props, code));
  return (
    <Section
      title={trans.__('Code')}
      answer={comparison.sections.code}
      isOpen={model.folds.isOpen('code', true)}
      onToggle={open => model.folds.set('code', open)}
    >
      {same.length > 0 && (
        <p className="jt-Quiet">
          {trans.__('The same code as the baseline: %1', same.join(', '))}
        </p>
      )}
      {changed.map(code => (
        <Changed
          key={code.run}
          {...props}
          code={code}
          isOpenAtFirst={changed.length <= OPEN_AT_ONCE}
        />
      ))}
    </Section>
  );
}

function Changed(
  props: ICompareProps & { code: CodeComparison; isOpenAtFirst: boolean }
): React.JSX.Element {
  const { code, trans } = props;
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
          <bdi>{nameOf(props, code)}</bdi>
          <span className="jt-Quiet">
            {trans._n('%1 line differs', '%1 lines differ', code.lines)}
          </span>
        </button>
      </h3>
      {isOpen && (
        <Diff
          lines={code.diff}
          label={trans.__('Difference in code of %1', nameOf(props, code))}
        />
      )}
    </div>
  );
}

function nameOf(props: ICompareProps, { run }: CodeComparison): string {
  return props.comparison.runs.find(({ id }) => id === run)?.name ?? run;
}
