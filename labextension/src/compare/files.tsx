import * as React from 'react';

import { FilePreview } from '../files/preview';
import { bytes } from '../format';
import type { FileComparison } from '../rest';
import { Cell, Missing } from './rows';
import type { ICompareProps } from './table';

/** A file that the runs made, by hash; unfolded, what is in it, side by side. */
export function FileRow(
  props: ICompareProps & { row: FileComparison }
): React.JSX.Element {
  const { row, model, rendermime, trans } = props;
  const { columns } = model;
  const [isOpen, setOpen] = React.useState(false);
  const base = columns.length ? row.hashes[columns[0].place] : null;
  const isKept = row.places.some(place => place !== null);
  return (
    <>
      <tr>
        <th scope="row">
          {isKept ? (
            <button
              type="button"
              className="jt-Link"
              aria-expanded={isOpen}
              title={trans.__('%1: look into it', row.path)}
              onClick={() => setOpen(!isOpen)}
            >
              {isOpen ? '▾' : '▸'} <bdi>{row.path}</bdi>
            </button>
          ) : (
            <bdi title={row.path}>{row.path}</bdi>
          )}
        </th>
        {columns.map(column => {
          const hash = row.hashes[column.place];
          return hash === null && row.sizes[column.place] === null ? (
            <Missing
              key={column.run.id}
              column={column}
              why={trans.__('%1 made no such file', column.run.name)}
            />
          ) : (
            <Cell key={column.run.id} column={column} isOther={hash !== base}>
              <span title={hash ?? undefined}>
                <code>{hash?.replace(/^b3:/, '').slice(0, 8)}</code>{' '}
                {bytes(row.sizes[column.place])}
              </span>
            </Cell>
          );
        })}
      </tr>
      {isOpen && (
        <tr className="jt-Compare-wide">
          <th scope="row">
            <span className="jt-Hidden">{trans.__('In %1', row.path)}</span>
          </th>
          {columns.map(column => {
            const { run } = column;
            const place = row.places[column.place];
            const hash = row.hashes[column.place];
            return place === null ? (
              <Missing
                key={run.id}
                column={column}
                why={trans.__('Its bytes were not kept in %1', run.name)}
              />
            ) : (
              <Cell key={run.id} column={column} isOther={false}>
                <FilePreview
                  of={`${run.id} ${place} ${hash}`}
                  ask={() => model.preview(run.id, place, hash)}
                  rendermime={rendermime}
                  trans={trans}
                />
              </Cell>
            );
          })}
        </tr>
      )}
    </>
  );
}
