import * as React from 'react';

import { bytes, nearPath, UNKNOWN } from '../format';
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
            <th scope="row" title={input.path}>
              <bdi>{nearPath(input.path, record.notebook)}</bdi>
            </th>
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
