import * as React from 'react';
import type { TranslationBundle } from '@jupyterlab/translation';

import {
  UNKNOWN,
  change,
  asNumber,
  duration,
  fullValue,
  moment,
  shortValue
} from '../format';
import type { RunItem, Value } from '../rest';
import { ago, progress } from './ago';
import { GradeSign, VerdictSign } from './grade';
import { SearchFold } from './searchhead';
import { Sparkline } from './sparkline';
import { StateSign } from './statesign';

/** What a row needs to know and whom to tell. */
export interface IRunRowProps {
  run: RunItem;
  /** The server path of its notebook. */
  path?: string;
  /** The run below, against which the metric's change is told. */
  below: RunItem | null;
  metric: string;
  colour: string | null;
  isShown: boolean;
  isSelected: boolean;
  isFocused: boolean;
  /** Whether it is a configuration, below the run that searched. */
  isNested?: boolean;
  /** Whether it is the best configuration of its search. */
  isBest?: boolean;
  /** Whether its configurations are shown below it. */
  isUnfolded?: boolean;
  place: number;
  now: number;
  trans: TranslationBundle;
  onShow: (id: string) => void;
  onSelect: (id: string, extend: boolean) => void;
  onOpen: (id: string) => void;
  onFocus: (place: number) => void;
  onUnfold?: (id: string) => void;
  /** Asks where a captured value is from. */
  onWhy?: (id: string, name: string) => Promise<string>;
}

/** So many values a row shows at first, its metric included. */
const MOST = 6;

/** The metric of a run that a row shows: the chosen one, else that of its curve, else the foremost. */
export function rowMetric(run: RunItem, chosen: string): string | null {
  const foremost = run.foremost.find(name => name in run.metrics);
  return (
    chosen ||
    run.spark?.metric ||
    foremost ||
    Object.keys(run.metrics)[0] ||
    null
  );
}

/** One run in the list: two lines. */
export const RunRow = React.memo(function RunRow(
  props: IRunRowProps
): React.JSX.Element {
  const { run, trans } = props;
  const metric = rowMetric(run, props.metric);
  return (
    <div
      className={`jt-Row${props.isSelected ? ' jt-mod-selected' : ''}${props.isFocused ? ' jt-mod-focused' : ''}${props.isNested ? ' jt-mod-nested' : ''}`}
      role="row"
      id={`jt-run-${run.id}`}
      data-run={run.id}
      data-path={props.path}
      aria-rowindex={props.place + 1}
      aria-selected={props.isSelected}
    >
      <span role="gridcell" className="jt-Row-marks">
        {!props.isNested && (
          <button
            type="button"
            tabIndex={-1}
            className="jt-Swatch"
            data-shown={props.isShown}
            style={
              props.colour === null
                ? undefined
                : ({ '--jt-colour': props.colour } as React.CSSProperties)
            }
            aria-pressed={props.isShown}
            aria-label={
              props.isShown
                ? trans.__('Hide the curves of %1', run.name)
                : trans.__('Show the curves of %1', run.name)
            }
            title={
              props.isShown
                ? trans.__('Hide its curves')
                : trans.__('Show its curves')
            }
            onClick={() => props.onShow(run.id)}
          />
        )}
        <input
          type="checkbox"
          tabIndex={-1}
          checked={props.isSelected}
          aria-label={trans.__('Select %1', run.name)}
          title={trans.__('Select')}
          onClick={event => props.onSelect(run.id, event.shiftKey)}
          onChange={() => undefined}
        />
      </span>
      <span role="gridcell" className="jt-Row-body">
        <span className="jt-Row-line">
          <StateSign state={run.state} trans={trans} />
          <button
            type="button"
            tabIndex={-1}
            dir="auto"
            className="jt-Row-name"
            title={trans.__('%1 (%2): open', run.name, run.id)}
            onClick={event => {
              if (event.ctrlKey || event.metaKey || event.shiftKey) {
                props.onSelect(run.id, event.shiftKey);
              } else {
                props.onFocus(props.place);
                props.onOpen(run.id);
              }
            }}
          >
            <bdi>{run.name}</bdi>
          </button>
          {props.isBest && (
            <span className="jt-Row-best">{trans.__('best')}</span>
          )}
          {run.baseline && (
            <span className="jt-Row-badge" title={trans.__('Baseline')}>
              ⚑
            </span>
          )}
          {run.star && (
            <span className="jt-Row-badge" title={trans.__('Starred')}>
              ★
            </span>
          )}
          <MetricCell {...props} name={metric} />
        </span>
        <span className="jt-Row-line jt-Row-more">
          <span className="jt-Row-details">
            <RowDetails {...props} shown={metric} />
          </span>
          <VerdictSign verdict={run.verdict} trans={trans} />
          <GradeSign grade={run.grade} reasons={run.reasons} trans={trans} />
          {!props.metric && metric !== null && (
            <span className="jt-Row-which">{metric}</span>
          )}
        </span>
      </span>
    </div>
  );
});

function MetricCell(
  props: IRunRowProps & { name: string | null }
): React.JSX.Element {
  const { run, name, trans } = props;
  const value = name === null ? undefined : run.metrics[name];
  if (name === null || value === undefined) {
    return (
      <>
        <span
          className="jt-Row-metric"
          title={
            name === null
              ? trans.__('No metric was seen in this run')
              : trans.__('This run has no %1', name)
          }
        >
          {UNKNOWN}
          <span className="jt-Row-arrow" />
        </span>
        <span className="jt-Row-spark" />
      </>
    );
  }
  const here = asNumber(value);
  const below = name ? asNumber(props.below?.metrics[name]) : null;
  const delta = here !== null && below !== null ? here - below : 0;
  return (
    <>
      <span
        className="jt-Row-metric"
        title={`${name} = ${fullValue(value)}${delta ? ` (${trans.__('%1 against the run below', change(delta))})` : ''}`}
      >
        {shortValue(value, 12)}
        <span className="jt-Row-arrow" aria-hidden="true">
          {delta > 0 ? '↑' : delta < 0 ? '↓' : ''}
        </span>
      </span>
      <span className="jt-Row-spark">
        {run.spark && (
          <Sparkline
            values={run.spark.values}
            colour={(props.isShown && props.colour) || 'currentColor'}
            label={trans.__('Curve of %1', run.spark.metric)}
          />
        )}
      </span>
    </>
  );
}

/** The values beside the metric: those that the server names, what changed against the run before in front. */
function rowValues(
  run: RunItem,
  metric: string | null
): { name: string; value: Value; isChanged: boolean }[] {
  return run.foremost
    .filter(name => name !== metric)
    .slice(0, MOST - 1)
    .map(name => ({
      name,
      value: run.metrics[name] ?? run.params[name],
      isChanged: name in run.changed
    }))
    .sort((a, b) => Number(b.isChanged) - Number(a.isChanged));
}

/** Beside the name of a configuration, which tells its params: what else was measured of it. */
function configurationValues(
  run: RunItem,
  metric: string | null
): { name: string; value: Value }[] {
  return run.foremost
    .filter(name => name in run.metrics && name !== metric)
    .map(name => ({ name, value: run.metrics[name] }));
}

function RowDetails(
  props: IRunRowProps & { shown: string | null }
): React.JSX.Element {
  const { run, trans, now, isNested } = props;
  const values = isNested
    ? configurationValues(run, props.shown)
    : rowValues(run, props.shown);
  const age =
    run.state === 'running'
      ? trans.__('running %1', progress(run, now, trans))
      : run.started === null
        ? UNKNOWN
        : ago(run.started, now, trans);
  return (
    <>
      <span title={`${moment(run.started)} · ${duration(run.duration)}`}>
        {isNested && run.duration !== null ? duration(run.duration) : age}
      </span>
      <SearchFold
        run={run}
        isOpen={props.isUnfolded ?? false}
        trans={trans}
        onToggle={id => props.onUnfold?.(id)}
      />
      {values.map(({ name, value }) => (
        <Told key={name} {...props} name={name} value={value} />
      ))}
      {Object.keys(run.tags).map(tag => (
        <span key={`tag ${tag}`} className="jt-Tag">
          {run.tags[tag] ? `${tag}=${run.tags[tag]}` : tag}
        </span>
      ))}
    </>
  );
}

/** A value in a row; where it is from is asked when the pointer comes over it. */
function Told(
  props: IRunRowProps & { name: string; value: Value }
): React.JSX.Element {
  const { run, name, value, onWhy } = props;
  const known = `${name} = ${fullValue(value)}`;
  const [why, setWhy] = React.useState(known);
  return (
    <span
      className="jt-Name jt-Row-value"
      data-name={name}
      title={why}
      onPointerEnter={() => {
        void onWhy?.(run.id, name).then(setWhy, () => setWhy(known));
      }}
    >
      {name} <b>{shortValue(value, 24)}</b>
    </span>
  );
}
