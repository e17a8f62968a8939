import * as React from 'react';

import { Choice } from '../items/choice';

/** A label and what it is of. */
export function Field(props: {
  label: string;
  children: React.ReactNode;
}): React.JSX.Element {
  return (
    <span className="jt-Field">
      <span className="jt-Quiet" aria-hidden="true">
        {props.label}
      </span>
      {props.children}
    </span>
  );
}

/** One of several values. */
export function Pick(props: {
  label: string;
  value: string;
  /** Names, or values with what they are called. */
  options: readonly (string | readonly [string, string])[];
  /** What stands for none of them. */
  none?: string;
  onChange: (value: string) => void;
}): React.JSX.Element {
  const { value, none, options } = props;
  const pairs = options.map(option =>
    typeof option === 'string' ? ([option, option] as const) : option
  );
  const isKnown = pairs.some(([known]) => known === value);
  return (
    <Field label={props.label}>
      <Choice label={props.label} value={value} onChange={props.onChange}>
        {(none !== undefined || !value) && (
          <option value="">{none ?? '–'}</option>
        )}
        {value && !isKnown && <option value={value}>{value}</option>}
        {pairs.map(([option, name]) => (
          <option key={option} value={option}>
            {name}
          </option>
        ))}
      </Choice>
    </Field>
  );
}

/** Something that is on or off. */
export function Check(props: {
  label: string;
  isOn: boolean;
  onChange: (isOn: boolean) => void;
}): React.JSX.Element {
  return (
    <label className="jt-Check">
      <input
        type="checkbox"
        checked={props.isOn}
        onChange={event => props.onChange(event.target.checked)}
      />
      {props.label}
    </label>
  );
}

/** A number, or none; taken when it is whole. */
export function NumberField(props: {
  label: string;
  value: number | null;
  onChange: (value: number | null) => void;
}): React.JSX.Element {
  const { label, value, onChange } = props;
  const take = (text: string) => {
    const number = text.trim() === '' ? null : Number(text);
    if (number === null || Number.isFinite(number)) {
      onChange(number);
    }
  };
  return (
    <label className="jt-Field">
      <span className="jt-Quiet">{label}</span>
      <input
        key={String(value)}
        className="jp-mod-styled jt-NumberField"
        inputMode="decimal"
        defaultValue={value ?? ''}
        onBlur={event => take(event.target.value)}
        onKeyDown={event => {
          if (event.key === 'Enter') {
            take(event.currentTarget.value);
          }
        }}
      />
    </label>
  );
}
