import * as React from 'react';

import { MovedView } from '../findings/moved';
import { Choice } from '../items/choice';
import { Section } from '../items/section';
import { useAsked } from '../items/useasked';
import { Waiting } from '../items/waiting';
import { asNumber } from '../format';
import type { ICompareProps } from './table';

/** The fold of this section, and its name for who wants to get there. */
export const MOVED = 'moved';

/** Why a metric moved from the baseline to another run; asked for when it is unfolded, as it reads many runs. */
export function CompareMoved(props: ICompareProps): React.JSX.Element | null {
  const { model, trans } = props;
  const [answer, setAnswer] = React.useState('');
  if (model.columns.length < 2) {
    return null;
  }
  return (
    <div data-section={MOVED}>
      <Section
        title={trans.__('Why did it move?')}
        answer={
          answer ||
          trans.__(
            'what changed, ranked by what earlier runs say it does to the metric'
          )
        }
        isOpen={model.folds.isOpen(MOVED, false)}
        onToggle={open => model.folds.set(MOVED, open)}
      >
        <Ranked {...props} onAnswer={setAnswer} />
      </Section>
    </div>
  );
}

function Ranked(
  props: ICompareProps & { onAnswer: (sentence: string) => void }
): React.JSX.Element {
  const { model, comparison, trans, onAnswer } = props;
  const [base, ...others] = model.columns;
  const [run, setRun] = React.useState(others[0].run.id);
  const other = others.find(column => column.run.id === run) ?? others[0];
  const metrics = comparison.metrics
    .filter(({ values }) =>
      [base, other].every(({ place }) =>
        Number.isFinite(asNumber(values[place]))
      )
    )
    .map(({ name }) => name);
  const [chosen, setChosen] = React.useState('');
  const metric = metrics.includes(chosen) ? chosen : '';
  const request = {
    first: base.run.id,
    second: other.run.id,
    ...(metric ? { metric } : {})
  };
  const { answer, error } = useAsked(
    JSON.stringify([request, model.revision]),
    () => model.findings.moved(model.notebook, request)
  );
  const sentence = answer?.sentence ?? '';
  React.useEffect(() => onAnswer(sentence), [sentence, onAnswer]);
  return (
    <>
      <p className="jt-Section-tools">
        {others.length > 1 && (
          <Choice
            label={trans.__('Run that is measured against the baseline')}
            value={other.run.id}
            onChange={setRun}
          >
            {others.map(column => (
              <option key={column.run.id} value={column.run.id}>
                {column.run.name}
              </option>
            ))}
          </Choice>
        )}
        {metrics.length > 1 && (
          <Choice
            label={trans.__('Metric that moved')}
            value={metric || (answer?.metric.replace(/^metrics\./, '') ?? '')}
            onChange={setChosen}
          >
            {metrics.map(name => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
          </Choice>
        )}
      </p>
      {answer ? (
        <MovedView moved={answer} trans={trans} />
      ) : (
        <Waiting
          error={error}
          text={trans.__('Looking at what earlier runs say…')}
        />
      )}
    </>
  );
}
