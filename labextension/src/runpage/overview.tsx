import * as React from 'react';

import { Fold } from '../items/fold';
import { RulingList } from '../items/rulings';
import { Source } from '../items/source';
import { parted } from '../models/foremost';
import { ruledNames } from '../models/rulings';
import { Configurations } from './configurations';
import type { RunPageModel } from './model';
import { Offers } from './offers';
import { Again } from './replay';
import type { ReplayModel } from './replaymodel';
import type { IRunProps } from './side';
import { Metrics, Params, type IValuesProps } from './values';

interface IOverviewProps extends IRunProps {
  model: RunPageModel;
  replay: ReplayModel;
  onOpen: (id: string) => void;
  onCompare: (ids: string[], section?: string) => void;
}

/** At a glance: what went wrong, what was tried, how it went; what a person would log stands first. */
export function Overview(props: IOverviewProps): React.JSX.Element {
  const { record, model, trans } = props;
  const { learnt } = model;
  const values = { record, trans, comparison: model.comparison };
  const ruled = ruledNames(learnt).length;
  return (
    <>
      <Troubles {...props} />
      <Before {...props} />
      <div className="jt-RunPage-columns">
        <MetricsPart {...values} />
        <ParamsPart {...values} />
      </div>
      <Again {...props} />
      {record.offers.length > 0 && (
        <Offers
          offers={record.offers}
          cells={model.laterCells}
          trans={trans}
          onKeep={model.isWritable ? names => void model.keep(names) : null}
        />
      )}
      {record.search && (
        <Configurations
          {...props}
          search={record.search}
          list={model.configurations}
          colour={model.colour}
        />
      )}
      {ruled > 0 && (
        <div className="jt-RunPage-learnt">
          <Fold label={trans.__('Ruled in this notebook (%1)', ruled)}>
            <RulingList
              learnt={learnt}
              trans={trans}
              onUndo={
                model.isWritable ? name => void model.unlearn(name) : null
              }
            />
          </Fold>
        </div>
      )}
    </>
  );
}

function MetricsPart(props: IValuesProps): React.JSX.Element {
  const { record, trans } = props;
  const { first, rest } = parted(record.metrics, record.foremost);
  return (
    <div>
      <h2>{trans.__('Metrics')}</h2>
      {!record.metrics.length && (
        <p className="jt-Quiet">
          {trans.__('No metric was seen in this run.')}
        </p>
      )}
      {first.length > 0 && <Metrics {...props} metrics={first} />}
      {rest.length > 0 && (
        <Fold
          label={trans.__('also seen (%1)', rest.length)}
          isOpen={!first.length}
        >
          <Metrics {...props} metrics={rest} />
        </Fold>
      )}
    </div>
  );
}

function ParamsPart(props: IValuesProps): React.JSX.Element {
  const { record, trans } = props;
  const { first, rest: others } = parted(record.params, record.foremost);
  const rest = others.filter(param => !param.default);
  const defaults = others.filter(param => param.default);
  return (
    <div>
      <h2>{trans.__('Params')}</h2>
      {!first.length && !rest.length && (
        <p className="jt-Quiet">{trans.__('No param was set.')}</p>
      )}
      {first.length > 0 && <Params {...props} params={first} />}
      {rest.length > 0 && (
        <Fold
          label={trans.__('also seen (%1)', rest.length)}
          isOpen={!first.length}
        >
          <Params {...props} params={rest} />
        </Fold>
      )}
      {defaults.length > 0 && (
        <Fold label={trans._n('%1 default', '%1 defaults', defaults.length)}>
          <Params {...props} params={defaults} />
        </Fold>
      )}
    </div>
  );
}

/** What went wrong and what is still to come. */
function Troubles({ record, trans }: IRunProps): React.JSX.Element {
  const { error } = record;
  return (
    <>
      {record.pending.length > 0 && (
        <p className="jt-Quiet" role="status">
          {trans.__('Still being worked out: %1', record.pending.join(', '))}
        </p>
      )}
      {record.warnings.map(warning => (
        <p key={warning} className="jt-Problem">
          {warning}
        </p>
      ))}
      {error && (
        <>
          <p className="jt-Problem jt-mod-bad">
            <b>{error.type}</b>: {error.message}
          </p>
          {error.traceback && (
            <Source text={error.traceback} label={trans.__('Traceback')} />
          )}
        </>
      )}
    </>
  );
}

/** What changed against the run before it, in one sentence. */
function Before(props: IOverviewProps): React.JSX.Element | null {
  const { trans } = props;
  const { comparison } = props.model;
  const before = comparison?.runs.find(run => run.id === comparison.baseline);
  const { baseline } = props.model;
  if (!comparison || !before) {
    return baseline ? <WhyMoved {...props} from={baseline} /> : null;
  }
  const { id } = props.record;
  return (
    <p className="jt-RunPage-before">
      <span className="jt-Quiet">
        {trans.__('Against the run before it, %1:', before.name)}
      </span>{' '}
      {comparison.sentence}{' '}
      <button
        type="button"
        className="jt-Link"
        onClick={() => props.onCompare(comparison.runs.map(run => run.id))}
      >
        {trans.__('Compare')}
      </button>{' '}
      <button
        type="button"
        className="jt-Link"
        title={trans.__(
          'What changed, ranked by what earlier runs say it does to the metric'
        )}
        onClick={() => props.onCompare([before.id, id], 'moved')}
      >
        {trans.__('Why did it move?')}
      </button>
      {baseline && baseline.id !== before.id && (
        <WhyMoved {...props} from={baseline} />
      )}
    </p>
  );
}

/** The way to what changed against the baseline, and what of it did something. */
function WhyMoved(
  props: IOverviewProps & { from: { id: string; name: string } }
): React.JSX.Element {
  const { from, record, trans } = props;
  return (
    <>
      {' '}
      <button
        type="button"
        className="jt-Link"
        onClick={() => props.onCompare([from.id, record.id], 'moved')}
      >
        {trans.__('Why did it move against the baseline, %1?', from.name)}
      </button>
    </>
  );
}
