import type { ICell, INotebookContent, IOutput } from '@jupyterlab/nbformat';
import * as React from 'react';

import { Embedded } from '../items/embedded';
import { Source } from '../items/source';
import { RecordedMarkdown } from '../sandbox/note';
import { outputArea } from '../sandbox/outputs';
import type { IPreviewProps } from './preview';

const MOST_CELLS = 100;

/** A recorded notebook to read: no cell of it can be run. */
export function RecordedNotebook(
  props: IPreviewProps & { notebook: INotebookContent }
): React.JSX.Element {
  const { notebook, trans } = props;
  const cells = notebook.cells.slice(0, MOST_CELLS);
  const more = notebook.cells.length - cells.length;
  return (
    <>
      {cells.map((cell, place) => (
        <Cell key={place} {...props} cell={cell} />
      ))}
      {more > 0 && (
        <p className="jt-Quiet">
          {trans._n('%1 more cell', '%1 more cells', more)}
        </p>
      )}
    </>
  );
}

function Cell(props: IPreviewProps & { cell: ICell }): React.JSX.Element {
  const { cell, rendermime, trans } = props;
  const source = textOf(cell.source);
  if (cell.cell_type === 'markdown') {
    return <RecordedMarkdown text={source} rendermime={rendermime} />;
  }
  const outputs = Array.isArray(cell.outputs)
    ? (cell.outputs as IOutput[])
    : [];
  const count =
    typeof cell.execution_count === 'number' ? cell.execution_count : ' ';
  return (
    <div className="jt-Preview-cell">
      <Source text={source} label={trans.__('Cell [%1]', count)} />
      {outputs.length > 0 && (
        <Embedded of={cell} make={() => outputArea(outputs, rendermime)} />
      )}
    </div>
  );
}

/** A text of a notebook: as one, or as lines. */
function textOf(source: unknown): string {
  return Array.isArray(source) ? source.join('') : String(source ?? '');
}
