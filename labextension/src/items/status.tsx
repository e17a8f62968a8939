import { ReactWidget } from '@jupyterlab/ui-components';
import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import type { Status } from '../rest';

/** What there is to say about a store: where it is, versions, what is wrong. */
export function statusBody(
  status: Status,
  trans: TranslationBundle
): ReactWidget {
  const rows: [string, string][] = [
    [trans.__('Folder'), status.root],
    [trans.__('Runs'), trans.__('%1, %2 running', status.runs, status.running)],
    [
      trans.__('Writable'),
      status.writable
        ? trans.__('yes')
        : trans.__('no: notes and tags cannot be kept')
    ],
    ...Object.entries(status.versions)
  ];
  return ReactWidget.create(
    <div className="jt-Status">
      <dl className="jt-Facts">
        {rows.map(([name, text]) => (
          <React.Fragment key={name}>
            <dt>{name}</dt>
            <dd>{text}</dd>
          </React.Fragment>
        ))}
      </dl>
      {status.problems.map(problem => (
        <p key={problem} className="jt-Problem">
          {problem}
        </p>
      ))}
      <p className="jt-Quiet">
        {trans.__('More in a terminal: jupyter tracker doctor')}
      </p>
    </div>
  );
}
