import * as React from 'react';

import { bytes, UNKNOWN } from '../format';
import type { Artifact } from '../rest';
import type { IRunProps } from './side';

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
