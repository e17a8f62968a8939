import { Clipboard } from '@jupyterlab/apputils';
import * as React from 'react';

import { ModelsView, modelsAnswer } from '../findings/models';
import { CopyButton } from '../items/copybutton';
import { Section } from '../items/section';
import { useAsked } from '../items/useasked';
import { Waiting } from '../items/waiting';
import type { ICompareProps } from './table';

/** The fitted statistical models of the runs side by side, where they have any. */
export function CompareModels(props: ICompareProps): React.JSX.Element | null {
  return props.comparison.models ? <Models {...props} /> : null;
}

function Models(props: ICompareProps): React.JSX.Element {
  const { comparison, model, trans } = props;
  const runs = model.columns.map(({ run }) => run.id);
  const { answer, error } = useAsked(
    JSON.stringify([runs, comparison.models, model.revision]),
    () => model.findings.models(model.path, runs)
  );
  const copy = (label: string, title: string, text: () => string) => (
    <CopyButton
      label={label}
      title={title}
      trans={trans}
      onCopy={() => Clipboard.copyToSystem(text())}
    />
  );
  return (
    <Section
      title={trans.__('Models')}
      answer={
        answer
          ? modelsAnswer(answer, trans)
          : trans._n('%1 model', '%1 models', comparison.models)
      }
      isOpen={model.folds.isOpen('models', true)}
      onToggle={open => model.folds.set('models', open)}
    >
      {answer ? (
        <>
          <p className="jt-Section-tools">
            {copy(
              trans.__('Copy as LaTeX'),
              trans.__('Copy the table for a paper (booktabs)'),
              () => answer.latex
            )}
            {copy(
              trans.__('Copy as Markdown'),
              trans.__('Copy the table as Markdown'),
              () => answer.markdown
            )}
          </p>
          <ModelsView table={answer} trans={trans} />
        </>
      ) : (
        <Waiting error={error} text={trans.__('Loading…')} />
      )}
    </Section>
  );
}
