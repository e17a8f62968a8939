import type { INotebookContent, IOutput } from '@jupyterlab/nbformat';
import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import { shortValue } from '../format';
import { Embedded } from '../items/embedded';
import { SortableTable } from '../items/sortable';
import { Source } from '../items/source';
import { useAsked } from '../items/useasked';
import { Waiting } from '../items/waiting';
import type { Preview } from '../rest';
import { outputArea } from '../sandbox/outputs';
import { RecordedNotebook } from './notebook';

const LONGEST = 80;

/** What previews of recorded files need. */
export interface IPreviewProps {
  /** One of `recordedOnly`. */
  rendermime: IRenderMimeRegistry;
  trans: TranslationBundle;
}

/** A file that a run made, asked for when it is there to be seen. */
export function FilePreview(
  props: IPreviewProps & {
    /** Another one with other bytes. */
    of: string;
    ask: () => Promise<Preview>;
  }
): React.JSX.Element {
  const { trans } = props;
  const { answer, error } = useAsked(props.of, props.ask);
  return answer ? (
    <div className="jt-Preview" data-kind={answer.kind}>
      <Content {...props} preview={answer} />
    </div>
  ) : (
    <Waiting error={error} text={trans.__('Loading…')} />
  );
}

function Content(
  props: IPreviewProps & { preview: Preview }
): React.JSX.Element {
  const { preview, rendermime, trans } = props;
  switch (preview.kind) {
    case 'image':
      return (
        <img
          className="jt-Picture"
          alt={preview.name}
          src={imageUrl(preview)}
        />
      );
    case 'table':
      return <Table preview={preview} trans={trans} />;
    case 'notebook':
      return (
        <RecordedNotebook
          notebook={preview.content as unknown as INotebookContent}
          rendermime={rendermime}
          trans={trans}
        />
      );
    case 'figure':
      return (
        <Embedded
          of={preview}
          make={() => outputArea([figure(preview, trans)], rendermime)}
        />
      );
    case 'text':
      return (
        <>
          <Source text={preview.text ?? ''} label={preview.name} />
          {preview.cut && (
            <p className="jt-Quiet">
              {trans.__('This is its beginning: download it for the rest.')}
            </p>
          )}
        </>
      );
    default:
      return <p className="jt-Quiet">{preview.why}</p>;
  }
}

/** The bytes of an image as an address of their own: whatever they hold, an `img` runs nothing. */
export function imageUrl(preview: Preview): string {
  return `data:${preview.media_type};base64,${preview.data}`;
}

function Table(props: {
  preview: Preview;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { preview, trans } = props;
  const { columns = [], rows = [], total } = preview;
  return (
    <>
      <SortableTable
        label={preview.name}
        columns={columns}
        rows={rows.map((row, place) => ({
          id: String(place),
          cells: columns.map((_, column) => {
            const value = row[column] ?? null;
            return {
              key: typeof value === 'boolean' ? String(value) : value,
              text:
                value === null ? '' : <bdi>{shortValue(value, LONGEST)}</bdi>,
              title: value === null ? undefined : String(value)
            };
          })
        }))}
      />
      <p className="jt-Quiet">
        {preview.cut
          ? total === null || total === undefined
            ? trans.__('The first %1 rows.', rows.length)
            : trans.__('The first %1 of %2 rows.', rows.length, total)
          : trans._n('%1 row', '%1 rows', rows.length)}
      </p>
    </>
  );
}

/** A Plotly figure as an output, which JupyterLab's own renderer shows where there is one. */
function figure(preview: Preview, trans: TranslationBundle): IOutput {
  return {
    output_type: 'display_data',
    metadata: {},
    data: {
      'application/vnd.plotly.v1+json': preview.content as object,
      'text/plain': trans.__(
        'A Plotly figure that cannot be shown here: it would fetch something from elsewhere, or there is no renderer for it.'
      )
    }
  } as unknown as IOutput;
}
