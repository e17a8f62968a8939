import type { ICodeCellModel } from '@jupyterlab/cells';
import { CodeCellModel } from '@jupyterlab/cells';
import type { IOutput } from '@jupyterlab/nbformat';
import { describe, expect, it } from 'vitest';

import type { CellResult } from '../../rest';
import { extent, isMissed, outputsOf, putOutputs } from '../outputs';

const stream = (text: string | string[]): IOutput => ({
  output_type: 'stream',
  name: 'stdout',
  text
});
const figure: IOutput = {
  output_type: 'display_data',
  data: { 'image/png': 'iVBO', 'text/plain': '<Figure>' },
  metadata: {}
};
const card: IOutput = {
  output_type: 'display_data',
  data: { 'text/html': '<div>run</div>', 'text/plain': 'run\n2 lines' },
  metadata: { jupyter_tracker: { run: 'a' } }
};

/** A cell's latest run with so much kept of it. */
function result(lines: number, figures: number): CellResult {
  return {
    cell_id: 'one',
    run: 'run-1',
    name: 'fit',
    state: 'finished',
    started: 1,
    ended: 2,
    duration: 1,
    heard: 2,
    baseline: false,
    runs: 1,
    metrics: [],
    count: 7,
    source: null,
    outputs: { part: 0, blob: 'b3:1', lines, figures, truncated: false }
  };
}

function model(outputs: IOutput[]): ICodeCellModel {
  const made = new CodeCellModel();
  made.outputs.fromJSON(outputs);
  return made;
}

describe('how much outputs show', () => {
  it.each([
    ['text, its last line ended', [stream('a\nb\n')], 2, 0],
    ['text, its last line open', [stream('a\nb')], 2, 0],
    ['text in pieces, as files have it', [stream(['a\n', 'b\n'])], 2, 0],
    ['lines as Python ends them', [stream('a\x0bb\u2028c\r\nd')], 4, 0],
    ['nothing', [stream('')], 0, 0],
    ['a figure, not what stands for it', [figure], 0, 1],
    ['our card is none', [card], 0, 0],
    [
      'a traceback',
      [
        {
          output_type: 'error',
          ename: 'E',
          evalue: '',
          traceback: ['one\ntwo', 'three']
        }
      ],
      3,
      0
    ]
  ] as const)('%s', (_, outputs, lines, figures) => {
    expect(extent(outputs as readonly IOutput[])).toEqual({ lines, figures });
  });
});

it('outputs are missed where less is shown than was kept', () => {
  expect(isMissed(model([]), result(2, 0))).toBe(true);
  expect(isMissed(model([stream('a\n')]), result(2, 0))).toBe(true);
  expect(isMissed(model([stream('a\nb\n')]), result(2, 1))).toBe(true);
  expect(isMissed(model([stream('a\nb\n'), figure]), result(2, 1))).toBe(false);
  expect(isMissed(model([stream('a\nb\nc\n')]), result(2, 0))).toBe(false);
  expect(isMissed(model([]), { ...result(0, 0), outputs: null })).toBe(false);
  const grows = model([]);
  expect(isMissed(grows, result(1, 0))).toBe(true);
  grows.outputs.add(stream('a\n'));
  expect(isMissed(grows, result(1, 0))).toBe(false);
});

it('outputs from the store take the place of what is there, once, untrusted, and say whence they came', () => {
  const cell = { model: model([stream('a\n'), card]) };
  cell.model.trusted = true;
  const kept = { outputs: [stream('a\nb\n'), figure], truncated: false };
  for (let time = 0; time < 2; time += 1) {
    putOutputs(cell as never, result(2, 1), kept as never);
  }
  const shown = cell.model.outputs.toJSON();
  expect(shown.map(output => output.output_type)).toEqual([
    'stream',
    'display_data',
    'display_data'
  ]);
  expect(extent(shown)).toEqual({ lines: 2, figures: 1 });
  expect(cell.model.trusted).toBe(false);
  expect(cell.model.outputs.trusted).toBe(false);
  expect(cell.model.executionCount).toBe(7);
  expect(outputsOf(cell.model)).toBe('run-1');
  cell.model.executionCount = 8; // executed since
  expect(outputsOf(cell.model)).toBeNull();
});
