import * as React from 'react';
import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import type { TranslationBundle } from '@jupyterlab/translation';

import { duration, elapsed, moment } from '../format';
import { ago } from '../items/ago';
import { StateSign, stateName } from '../items/statesign';
import { useNow } from '../items/usenow';
import type { RunEdit, RunRecord } from '../rest';
import { RecordedMarkdown } from '../sandbox/note';
import { Editable } from './editable';
import { Tags } from './tags';

const MOST_CHILDREN = 8;

/** What the parts of a run page need. */
export interface IRunProps {
  record: RunRecord;
  trans: TranslationBundle;
}

/** What a person decides about a run (name, star, baseline, tags, note), and what it is at a glance. */
export function Side(
  props: IRunProps & {
    colour: string;
    /** Whether the server tells of no changes at the moment. */
    isLost: boolean;
    /** One of `recordedOnly`. */
    rendermime: IRenderMimeRegistry;
    /** Whether a change could be written down. */
    isWritable: boolean;
    /** Grade, verdict, and the way to find out. */
    again: React.ReactNode;
    onEdit: (edit: RunEdit) => void;
    onOpen: (id: string) => void;
    onReport: () => void;
  }
): React.JSX.Element {
  const { record, trans, onEdit, isWritable } = props;
  const note = record.note ?? '';
  const colour = { '--jt-colour': props.colour } as React.CSSProperties;
  return (
    <>
      {props.isLost && (
        <p className="jt-Problem" role="status">
          {trans.__('Connecting again…')}
        </p>
      )}
      <div className="jt-Side-name">
        <span className="jt-Swatch" style={colour} />
        <Editable
          className="jt-Side-title"
          isFixed={!isWritable}
          label={trans.__('Name')}
          placeholder={record.id}
          text={record.name}
          onChange={name => {
            if (name) {
              onEdit({ set: { name } });
            }
          }}
        />
      </div>
      <p className="jt-Side-state">
        <StateSign state={record.state} trans={trans} />
        {stateName(record.state, trans)}
        {record.state_reason && (
          <span className="jt-Quiet"> {record.state_reason}</span>
        )}
      </p>
      {props.again}
      <div className="jt-Side-marks">
        <Mark
          sign="★"
          label={trans.__('Star')}
          isOn={record.star}
          isFixed={!isWritable}
          onToggle={star => onEdit({ set: { star } })}
        />
        <Mark
          sign="⚑"
          label={trans.__('Baseline')}
          isOn={record.baseline}
          isFixed={!isWritable}
          onToggle={baseline => onEdit({ set: { baseline } })}
        />
      </div>
      <Tags
        tags={record.tags}
        trans={trans}
        isFixed={!isWritable}
        onEdit={tags => onEdit({ tags })}
      />
      <h2>{trans.__('Note')}</h2>
      <Editable
        className="jt-Side-note"
        label={trans.__('Note')}
        placeholder={trans.__('Add a note')}
        text={note}
        shown={<RecordedMarkdown text={note} rendermime={props.rendermime} />}
        isLong
        isFixed={!isWritable}
        onChange={note => onEdit({ set: { note } })}
      />
      <Facts {...props} />
      {isWritable && (
        <button
          type="button"
          className="jp-mod-styled jt-Button"
          onClick={props.onReport}
        >
          {trans.__('Make report')}
        </button>
      )}
    </>
  );
}

function Mark(props: {
  sign: string;
  label: string;
  isOn: boolean;
  /** Whether it cannot be changed. */
  isFixed: boolean;
  onToggle: (on: boolean) => void;
}): React.JSX.Element | null {
  if (props.isFixed) {
    return props.isOn ? (
      <span className="jt-Mark">
        <span aria-hidden="true">{props.sign}</span> {props.label}
      </span>
    ) : null;
  }
  return (
    <button
      type="button"
      className="jt-Plain jt-Mark"
      aria-pressed={props.isOn}
      onClick={() => props.onToggle(!props.isOn)}
    >
      <span aria-hidden="true">{props.sign}</span> {props.label}
    </button>
  );
}

function Facts(
  props: IRunProps & { onOpen: (id: string) => void }
): React.JSX.Element {
  const { record, trans } = props;
  const isRunning = record.state === 'running';
  const now = useNow(isRunning ? 1 : 30);
  const { started } = record;
  const relatives = record.parent
    ? [record.parent]
    : record.children.slice(0, MOST_CHILDREN);
  const facts: [string, React.ReactNode, string?][] = [
    [
      trans.__('started'),
      started === null ? null : ago(started, now, trans),
      moment(started)
    ],
    [
      isRunning ? trans.__('running for') : trans.__('took'),
      isRunning && started !== null
        ? elapsed(now - started)
        : duration(record.duration)
    ],
    [trans.__('experiment'), record.experiment],
    [
      trans.__('notebook'),
      record.notebook?.split('/').pop() ?? null,
      record.notebook ?? undefined
    ],
    [trans.__('id'), <code key="id">{record.id}</code>],
    [
      record.parent
        ? record.made_by === 'variation'
          ? trans.__('variation of')
          : trans.__('part of')
        : trans.__('children'),
      relatives.length && !record.search // what it tried stands in the overview
        ? relatives.map(id => (
            <button
              key={id}
              type="button"
              className="jt-Link"
              onClick={() => props.onOpen(id)}
            >
              {id}{' '}
            </button>
          ))
        : null
    ]
  ];
  return (
    <dl className="jt-Facts jt-Side-facts">
      {facts
        .filter(([, fact]) => fact !== null)
        .map(([name, fact, more]) => (
          <React.Fragment key={name}>
            <dt>{name}</dt>
            <dd title={more}>{fact}</dd>
          </React.Fragment>
        ))}
    </dl>
  );
}
