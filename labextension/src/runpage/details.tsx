import * as React from 'react';

import { bytes, duration, moment, UNKNOWN } from '../format';
import { Source } from '../items/source';
import type { Artifact } from '../rest';
import type { IRunProps } from './side';

/** The cells that made the run, as they were executed. */
export function Code({ record, trans }: IRunProps): React.JSX.Element {
  return (
    <>
      {record.parts.map(part => (
        <div key={part.exec}>
          <p className="jt-Quiet">
            [{part.count ?? ' '}] {moment(part.started)} ·{' '}
            {duration(part.duration)} · {part.outcome ?? trans.__('not ended')}
          </p>
          {part.source === null ? (
            <p className="jt-Quiet">
              {trans.__('Its source is not in the store.')}
            </p>
          ) : (
            <Source text={part.source} label={trans.__('Source of the cell')} />
          )}
          {part.error?.traceback && (
            <Source text={part.error.traceback} label={trans.__('Traceback')} />
          )}
        </div>
      ))}
      {!record.parts.length && (
        <p className="jt-Quiet">{trans.__('No cell made this run.')}</p>
      )}
    </>
  );
}

/** The data that the run read. */
export function Inputs({ record, trans }: IRunProps): React.JSX.Element {
  if (!record.inputs.length) {
    return (
      <p className="jt-Quiet">{trans.__('No file was seen to be read.')}</p>
    );
  }
  return (
    <table className="jt-Table">
      <thead>
        <tr>
          <th scope="col">{trans.__('file')}</th>
          <th scope="col">{trans.__('hash')}</th>
          <th scope="col">{trans.__('size')}</th>
          <th scope="col">{trans.__('seen by')}</th>
        </tr>
      </thead>
      <tbody>
        {record.inputs.map(input => (
          <tr key={input.path}>
            <th scope="row">{input.path}</th>
            <td title={input.hash ?? undefined}>
              {input.hash
                ? input.hash.replace(/^b3:/, '').slice(0, 12)
                : (input.state ?? UNKNOWN)}
            </td>
            <td>{bytes(input.size)}</td>
            <td>{input.seen_by ?? UNKNOWN}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The files that the run made, each to be had as it was then. */
export function Files(
  props: IRunProps & { url: (place: number) => string }
): React.JSX.Element {
  const { record, trans } = props;
  if (!record.artifacts.length) {
    return (
      <p className="jt-Quiet">{trans.__('No file was seen to be written.')}</p>
    );
  }
  const link = (artifact: Artifact, place: number) =>
    artifact.kept ? (
      <a
        href={props.url(place)}
        download
        title={trans.__('Download it as it was then')}
      >
        {artifact.name}
      </a>
    ) : (
      artifact.name
    );
  return (
    <table className="jt-Table">
      <tbody>
        {record.artifacts.map((artifact, place) => (
          <tr key={`${artifact.name} ${artifact.path ?? ''}`}>
            <th scope="row">{link(artifact, place)}</th>
            <td>{bytes(artifact.size)}</td>
            <td className="jt-Quiet">
              {artifact.kept ? '' : (artifact.why ?? trans.__('not kept'))}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Python, git, seeds, what it took: what the run ran in. */
export function Environment({ record, trans }: IRunProps): React.JSX.Element {
  const { memory, ...environment } = record.environment;
  const { wall, cpu, rss_peak: peak, ...resources } = record.resources;
  const facts: [string, string][] = [
    ...flat(environment),
    ...told(trans.__('memory'), memory, bytes),
    ...told(trans.__('time'), wall, duration),
    ...told(trans.__('CPU time'), cpu, duration),
    ...told(trans.__('most memory used'), peak, bytes),
    ...flat(resources, 'resources.')
  ];
  return facts.length ? (
    <dl className="jt-Facts">
      {facts.map(([name, text]) => (
        <React.Fragment key={name}>
          <dt>{name}</dt>
          <dd>{text}</dd>
        </React.Fragment>
      ))}
    </dl>
  ) : (
    <p className="jt-Quiet">
      {trans.__('Nothing is known of its environment.')}
    </p>
  );
}

function told(
  name: string,
  value: unknown,
  tell: (value: number) => string
): [string, string][] {
  return typeof value === 'number' ? [[name, tell(value)]] : [];
}

/** What is known by dotted names; texts that lie elsewhere in the store are left out. */
function flat(value: object, prefix = ''): [string, string][] {
  return Object.entries(value).flatMap(([name, item]): [string, string][] => {
    if (item === null || item === undefined) {
      return [];
    }
    if (typeof item === 'object' && !Array.isArray(item)) {
      return flat(item as object, `${prefix}${name}.`);
    }
    const text = String(item);
    return text.startsWith('b3:') ? [] : [[prefix + name, text]];
  });
}
