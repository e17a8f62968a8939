import * as React from 'react';
import type { TranslationBundle } from '@jupyterlab/translation';

import type { Names } from '../rest';
import type { ICard } from './cards';
import { columnsOf, named, nameOf } from './columns';
import { Check, Field, NumberField, Pick } from './fields';

/** What can be changed of a card, and what can be done with its chart. */
export function CardEditor(props: {
  card: ICard;
  names: Names | null;
  trans: TranslationBundle;
  hasImages: boolean;
  onChange: (change: Partial<ICard>) => void;
  onMove: (by: number) => void;
  onRemove: () => void;
  onSave: (format: 'png' | 'svg') => void;
  onCell: () => void;
}): React.JSX.Element {
  const { trans, onMove, onSave } = props;
  return (
    <div className="jt-BoardCard-editor">
      <Choices {...props} />
      <div
        className="jt-BoardCard-actions"
        role="group"
        aria-label={trans.__('With this chart')}
      >
        <Act label={trans.__('Earlier')} onClick={() => onMove(-1)} />
        <Act label={trans.__('Later')} onClick={() => onMove(1)} />
        {props.hasImages && (
          <>
            <Act label={trans.__('PNG')} onClick={() => onSave('png')} />
            <Act label={trans.__('SVG')} onClick={() => onSave('svg')} />
          </>
        )}
        <Act label={trans.__('Into the notebook')} onClick={props.onCell} />
        <Act label={trans.__('Remove')} onClick={props.onRemove} />
      </div>
    </div>
  );
}

function Act(props: { label: string; onClick: () => void }): React.JSX.Element {
  return (
    <button
      type="button"
      className="jp-mod-styled jt-Button"
      onClick={props.onClick}
    >
      {props.label}
    </button>
  );
}

type IChoices = Parameters<typeof CardEditor>[0];

function Choices(props: IChoices): React.JSX.Element {
  const { card, names, trans, onChange } = props;
  const { params, metrics } = columnsOf(names);
  const every = [...metrics, ...params];
  const groups = ['configuration', ...params, 'experiment', 'day'];
  const metric = (
    <Pick
      label={trans.__('Metric')}
      value={card.metric ?? ''}
      options={names?.metrics ?? []}
      onChange={value => onChange({ metric: value })}
    />
  );
  const column = (
    label: string,
    name: 'x' | 'y' | 'column' | 'colour' | 'by',
    options: readonly string[],
    none?: string
  ) => (
    <Pick
      label={label}
      value={card[name] ?? ''}
      options={named(options, trans)}
      none={none}
      onChange={value => onChange({ [name]: value || undefined })}
    />
  );
  switch (card.kind) {
    case 'curve':
      return (
        <>
          {metric}
          <Axes {...props} />
        </>
      );
    case 'scatter':
      return (
        <>
          {column(trans.__('Across'), 'x', every)}
          {column(trans.__('Up'), 'y', every)}
          {column(trans.__('Colour'), 'colour', every, trans.__('one'))}
          <Check
            label={trans.__('log x')}
            isOn={card.log_x ?? false}
            onChange={log_x => onChange({ log_x })}
          />
          <Check
            label={trans.__('log y')}
            isOn={card.log_y ?? false}
            onChange={log_y => onChange({ log_y })}
          />
          <Pick
            label={trans.__('Drag')}
            value={card.drag ?? 'box'}
            options={[
              ['box', trans.__('box around runs')],
              ['lasso', trans.__('lasso around runs')],
              ['zoom', trans.__('zoom')]
            ]}
            onChange={drag => onChange({ drag: drag as ICard['drag'] })}
          />
        </>
      );
    case 'parallel':
    case 'correlation':
      return <Several {...props} options={every} />;
    case 'histogram':
      return column(trans.__('Of'), 'column', every);
    case 'bar':
    case 'box':
      return (
        <>
          {metric}
          {column(trans.__('By'), 'by', groups)}
        </>
      );
    default:
      return metric;
  }
}

/** The axes of curves. */
function Axes({ card, trans, onChange }: IChoices): React.JSX.Element {
  return (
    <>
      <Check
        label={trans.__('log x')}
        isOn={card.log_x ?? false}
        onChange={log_x => onChange({ log_x })}
      />
      <Check
        label={trans.__('log y')}
        isOn={card.log_y ?? false}
        onChange={log_y => onChange({ log_y })}
      />
      <Check
        label={trans.__('without outliers')}
        isOn={card.ordinary ?? false}
        onChange={ordinary => onChange({ ordinary })}
      />
      <NumberField
        label={trans.__('y from')}
        value={card.y_low ?? null}
        onChange={y_low => onChange({ y_low })}
      />
      <NumberField
        label={trans.__('y to')}
        value={card.y_high ?? null}
        onChange={y_high => onChange({ y_high })}
      />
    </>
  );
}

/** Several columns, each on or off. */
function Several(
  props: IChoices & { options: readonly string[] }
): React.JSX.Element {
  const { card, trans, onChange, options } = props;
  const chosen = card.columns ?? [];
  return (
    <Field label={trans.__('Columns')}>
      <div className="jt-Several" role="group" aria-label={trans.__('Columns')}>
        {options.map(column => (
          <Check
            key={column}
            label={nameOf(column, trans)}
            isOn={chosen.includes(column)}
            onChange={isOn =>
              onChange({
                columns: isOn
                  ? [...chosen, column]
                  : chosen.filter(other => other !== column)
              })
            }
          />
        ))}
      </div>
    </Field>
  );
}
