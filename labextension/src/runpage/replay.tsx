import { Dialog, showDialog } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import { nearPath, shortValue } from '../format';
import { Fold } from '../items/fold';
import { GradeSign, VerdictSign } from '../items/grade';
import type {
  Divergence,
  ReplayInput,
  ReplayMetric,
  ReplayReport,
  ReplayStatus,
  ReplayStep,
  RunRecord,
  Value
} from '../rest';
import type { ReplayModel } from './replaymodel';

/** What the parts of a run page need that show its replay. */
export interface IReplayProps {
  record: RunRecord;
  replay: ReplayModel;
  trans: TranslationBundle;
}

/** Grade and verdict at a glance, and the button that finds out. */
export function ReplaySide(props: IReplayProps): React.JSX.Element {
  const { record, replay, trans } = props;
  const { status } = replay;
  const isRunning = status?.state === 'running';
  return (
    <div className="jt-Replay">
      {record.grade && (
        <p className="jt-Replay-line">
          <GradeSign
            grade={record.grade}
            reasons={record.graded?.reasons ?? []}
            trans={trans}
          />
          <span className="jt-Replay-why" title={record.graded?.reasons[0]}>
            {record.graded?.reasons[0]}
          </span>
        </p>
      )}
      <p className="jt-Replay-line">
        <VerdictSign verdict={record.verdict} isNamed trans={trans} />
        {!replay.mayExecute ? null : isRunning ? (
          <button
            type="button"
            className="jp-mod-styled jt-Button"
            onClick={() => void replay.stop()}
          >
            {trans.__('Stop')}
          </button>
        ) : (
          <button
            type="button"
            className="jp-mod-styled jt-Button"
            title={trans.__(
              'Run the cells it depends on once more, in a fresh kernel and a temporary folder, and compare what comes out'
            )}
            disabled={!record.parts.length || record.state === 'running'}
            onClick={() => void replay.begin()}
          >
            {record.verdict ? trans.__('Replay again') : trans.__('Replay')}
          </button>
        )}
      </p>
      {isRunning && <Progress status={status} trans={trans} />}
      {status?.state === 'refused' && (
        <p className="jt-Problem" role="alert">
          {status.message}
        </p>
      )}
      {status?.state === 'asks' && (
        <p className="jt-Quiet" role="status">
          {trans.__('It does more than compute, so it was not begun.')}
        </p>
      )}
    </div>
  );
}

function Progress(props: {
  status: ReplayStatus;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { status, trans } = props;
  const { of, step, doing } = status;
  return (
    <div role="status">
      <progress
        aria-label={trans.__('Replay')}
        max={of || 1}
        value={of ? Math.max(0, step - 1) : undefined}
      />
      <p className="jt-Quiet jt-Replay-doing" title={doing}>
        {of
          ? doing
            ? trans.__('%1 of %2: %3', step, of, doing)
            : trans.__('Comparing what came out…')
          : trans.__('Getting ready…')}
      </p>
      {status.elsewhere && (
        <p className="jt-Quiet">
          {trans.__(
            'The Python of the run is not there any more; this is %1',
            status.python ?? ''
          )}
        </p>
      )}
    </div>
  );
}

/** Whether the run can be had again: its grade with the reasons, and what the newest replay found. */
export function Again(props: IReplayProps): React.JSX.Element | null {
  const { record, replay, trans } = props;
  const report = replay.status?.report ?? null;
  const { graded } = record;
  const warnings = graded?.warnings ?? [];
  const divergence = record.replay?.first_divergence ?? null;
  if (!graded && !record.replay && !report) {
    return null;
  }
  return (
    <section className="jt-Again">
      <h2>
        {trans.__('Does it come out again?')}{' '}
        <GradeSign
          grade={record.grade}
          reasons={graded?.reasons ?? []}
          trans={trans}
        />{' '}
        <VerdictSign verdict={record.verdict} isNamed trans={trans} />
      </h2>
      {warnings.map(warning => (
        <p key={warning} className="jt-Problem">
          {warning}
        </p>
      ))}
      {!warnings.length && graded && (
        <p className="jt-Quiet">{graded.reasons.join('; ')}</p>
      )}
      {divergence && (
        <First
          divergence={divergence}
          notebook={props.record.notebook}
          trans={trans}
        />
      )}
      {report && <Report {...props} report={report} />}
    </section>
  );
}

/** The first thing that came out otherwise, with both values. */
function First(props: {
  divergence: Divergence;
  notebook: string | null;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { divergence, trans } = props;
  const { cell, line } = divergence;
  const variable = nearPath(divergence.variable, props.notebook);
  return (
    <div className="jt-Problem jt-mod-bad">
      {line === null
        ? trans.__('First other value: %1 in cell %2', variable, cell)
        : trans.__(
            'First other value: %1 in cell %2, line %3',
            variable,
            cell,
            line
          )}
      <dl className="jt-Facts">
        <dt>{trans.__('recorded')}</dt>
        <dd>{told(divergence.recorded)}</dd>
        <dt>{trans.__('replayed')}</dt>
        <dd>{told(divergence.replayed)}</dd>
      </dl>
    </div>
  );
}

/** What a replay found: why it was not begun, or metrics and steps. */
function Report(
  props: IReplayProps & { report: ReplayReport }
): React.JSX.Element {
  const { report, replay, trans } = props;
  const inputs = report.changed?.inputs ?? [];
  return inputs.length > 0 && report.replayed_as === null ? (
    <NotBegun inputs={inputs} replay={replay} trans={trans} />
  ) : (
    <>
      {(report.said ?? []).map(text => (
        <p key={text} className="jt-Quiet">
          {text}
        </p>
      ))}
      {report.metrics.length > 0 && (
        <ReplayedMetrics metrics={report.metrics} trans={trans} />
      )}
      {report.steps.length > 0 && (
        <Fold
          label={trans._n(
            'step by step (%1 cell)',
            'step by step (%1 cells)',
            report.steps.length
          )}
        >
          <Steps steps={report.steps} trans={trans} />
        </Fold>
      )}
    </>
  );
}

/** Inputs that are not as they were, and the two ways to go on. */
function NotBegun(props: {
  inputs: readonly ReplayInput[];
  replay: ReplayModel;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { inputs, replay, trans } = props;
  return (
    <div className="jt-Problem">
      {trans.__('It was not replayed: inputs are missing or have changed')}
      <ul>
        {inputs.map(({ path, state, restore }) => (
          <li key={path}>
            {path} <span className="jt-Quiet">{state}</span>
            {restore?.[0] && <span className="jt-Quiet"> · {restore[0]}</span>}
          </li>
        ))}
      </ul>
      <button
        type="button"
        className="jp-mod-styled jt-Button"
        disabled={!inputs.every(({ restore }) => restore?.length)}
        onClick={() => void replay.begin({ inputs: 'restore' })}
      >
        {trans.__('Restore copies and replay')}
      </button>{' '}
      <button
        type="button"
        className="jp-mod-styled jt-Button"
        onClick={() => void replay.begin({ inputs: 'anyway' })}
      >
        {trans.__('Replay anyway')}
      </button>
    </div>
  );
}

function ReplayedMetrics(props: {
  metrics: readonly ReplayMetric[];
  trans: TranslationBundle;
}): React.JSX.Element {
  const { metrics, trans } = props;
  return (
    <table
      className="jt-Table"
      aria-label={trans.__('Metrics recorded and replayed')}
    >
      <thead>
        <tr>
          <th scope="col">{trans.__('metric')}</th>
          <th scope="col">{trans.__('recorded')}</th>
          <th scope="col">{trans.__('replayed')}</th>
          <th scope="col">{trans.__('verdict')}</th>
        </tr>
      </thead>
      <tbody>
        {metrics.map(({ name, recorded, replayed, verdict, volatile }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td data-numeric>{told(recorded)}</td>
            <td data-numeric>{told(replayed)}</td>
            <td>
              {volatile ? (
                <span className="jt-Quiet">
                  {trans.__('decides nothing: %1', volatile)}
                </span>
              ) : (
                <VerdictSign verdict={verdict} isNamed trans={trans} />
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Steps(props: {
  steps: readonly ReplayStep[];
  trans: TranslationBundle;
}): React.JSX.Element {
  const { steps, trans } = props;
  return (
    <table className="jt-Table" aria-label={trans.__('Steps')}>
      <tbody>
        {steps.map(({ cell, first_line: line, verdict, error }) => (
          <tr key={cell}>
            <th scope="row">{cell}</th>
            <td>
              <code>{line ?? ''}</code>
            </td>
            <td>
              <VerdictSign verdict={verdict} isNamed trans={trans} />
            </td>
            <td className="jt-Quiet">{error ?? ''}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** A value as the replay tells of it: a plain one, or the summary of a larger one. */
function told(value: unknown): string {
  if (value !== null && typeof value === 'object' && !Array.isArray(value)) {
    const about = value as Record<string, unknown>;
    if (!('float' in about || 'int' in about || 'repr' in about)) {
      return Object.entries(about)
        .map(([name, item]) => `${name} ${shortValue(item as Value, 60)}`)
        .join(', ');
    }
  }
  return shortValue(value as Value, 120);
}

/** Ask whether to replay although it does more than compute. */
export async function confirmReplay(
  status: ReplayStatus,
  trans: TranslationBundle
): Promise<boolean> {
  const list = (
    <div>
      <p>{trans.__('This replay does more than compute:')}</p>
      <ul className="jt-Replay-needs">
        {status.needs.map(({ what, cell, line, text }, place) => (
          <li key={place}>
            {what}
            {', '}
            {line ? trans.__('%1 line %2', cell, line) : cell}:{' '}
            <code>{text}</code>
          </li>
        ))}
      </ul>
    </div>
  );
  const { button } = await showDialog({
    title: trans.__('Replay it anyway?'),
    body: list,
    buttons: [
      Dialog.cancelButton(),
      Dialog.warnButton({ label: trans.__('Replay') })
    ]
  });
  return button.accept;
}
