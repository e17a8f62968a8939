import type { CodeCell, ICodeCellModel } from '@jupyterlab/cells';
import type { IOutput } from '@jupyterlab/nbformat';
import type { IOutputAreaModel } from '@jupyterlab/outputarea';

import type { CellResult, Outputs } from '../rest';
import { restorable } from '../sandbox/restored';
import { MARK } from './ids';

const FIGURE = /^(?:image\/|application\/(?:pdf|vnd\.(?:plotly|vega|bokeh)))/;

/** What ends a line for Python; the control characters are meant. */
// eslint-disable-next-line no-control-regex
const ENDS = /\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]/;

const EXTENTS = new WeakMap<IOutputAreaModel, IExtent>();

const forget = (outputs: IOutputAreaModel): void => {
  EXTENTS.delete(outputs);
};

/** How much outputs show. */
export interface IExtent {
  lines: number;
  figures: number;
}

/** Whether an output is our card. */
export function isCard(output: object): boolean {
  const { metadata } = output as { metadata?: Record<string, unknown> };
  return metadata?.[MARK] !== undefined;
}

/** How much outputs show, counted as the server counts what it keeps; our card apart. */
export function extent(outputs: readonly IOutput[]): IExtent {
  const found = { lines: 0, figures: 0 };
  for (const output of outputs.filter(one => !isCard(one))) {
    if (Object.keys(output.data ?? {}).some(type => FIGURE.test(type))) {
      found.figures += 1;
    } else {
      found.lines += lines(output);
    }
  }
  return found;
}

/** How much a cell shows; counted anew only after its outputs changed, as this is asked with every keystroke. */
function shownBy(model: ICodeCellModel): IExtent {
  const known = EXTENTS.get(model.outputs);
  if (known) {
    return known;
  }
  const counted = extent(model.outputs.toJSON());
  EXTENTS.set(model.outputs, counted);
  model.outputs.changed.connect(forget);
  return counted;
}

/** Whether a cell shows less than the store kept of its latest execution. */
export function isMissed(model: ICodeCellModel, result: CellResult): boolean {
  const kept = result.outputs;
  if (!kept) {
    return false;
  }
  if (hasLess(model, result)) {
    return false;
  }
  const shown = shownBy(model);
  return shown.lines < kept.lines || shown.figures < kept.figures;
}

/** Put outputs from the store below a cell, untrusted, in place of what was missed; written down is whence they came. Whether something of them was left out, as it would be fetched from elsewhere. */
export function putOutputs(
  cell: CodeCell,
  result: CellResult,
  kept: Outputs
): boolean {
  const { model } = cell;
  const cards = model.outputs.toJSON().filter(one => isCard(one));
  model.trusted = false;
  const { outputs, isLess } = restorable(kept.outputs as IOutput[]);
  model.outputs.fromJSON([...outputs, ...cards]);
  model.executionCount = result.count;
  model.setMetadata(MARK, {
    outputs_of: result.run,
    count: result.count,
    ...(isLess ? { less: true } : {})
  });
  return isLess;
}

/** The run whose outputs were put below a cell from the store, as long as it was not executed since. */
export function outputsOf(model: ICodeCellModel): string | null {
  const said = model.getMetadata(MARK) as
    { outputs_of?: unknown; count?: unknown } | undefined;
  return typeof said?.outputs_of === 'string' &&
    said.count === model.executionCount
    ? said.outputs_of
    : null;
}

/** Whether all that may be shown of the latest execution is there, though the store kept more. */
function hasLess(model: ICodeCellModel, { run }: CellResult): boolean {
  const said = model.getMetadata(MARK) as { less?: unknown } | undefined;
  return (
    said?.less === true && model.outputs.length > 0 && outputsOf(model) === run
  );
}

function lines(output: IOutput): number {
  if (output.output_type === 'error') {
    return (output.traceback as string[]).reduce(
      (sum, line) => sum + count(line),
      0
    );
  }
  const data = output.data as Record<string, unknown> | undefined;
  return count(output.text ?? data?.['text/plain'] ?? '');
}

/** The lines of a text, as Python splits them. */
function count(text: unknown): number {
  const whole = Array.isArray(text) ? text.join('') : String(text);
  const parts = whole.split(ENDS);
  return parts.length - (parts[parts.length - 1] === '' ? 1 : 0);
}
