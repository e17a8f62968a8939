import { CodeCellModel } from '@jupyterlab/cells';
import { expect, it } from 'vitest';

import { runsOf } from '../reportruns';
import { isTrackedCell, toggleTracked } from '../source';

function cell(source: string, tags?: string[]) {
  const model = new CodeCellModel();
  model.sharedModel.setSource(source);
  if (tags) {
    model.setMetadata('tags', tags);
  }
  return model;
}

it.each([
  ['%%track\nfit()', 'fit()'],
  ['%%track --name "a b"\nfit()', 'fit()'],
  ['# track: a name\nfit()', 'fit()'],
  ['%%track', '']
])('%j is tracked, and not any more', (source, rest) => {
  const model = cell(source);
  expect(isTrackedCell(model)).toBe(true);
  toggleTracked(model);
  expect(model.sharedModel.getSource()).toBe(rest);
  expect(isTrackedCell(model)).toBe(false);
});

it('a tag tracks, too, and goes with what belongs to it', () => {
  const model = cell('fit()', ['slow', 'track', 'track:quiet']);
  expect(isTrackedCell(model)).toBe(true);
  toggleTracked(model);
  expect(model.getMetadata('tags')).toEqual(['slow']);
  expect(model.sharedModel.getSource()).toBe('fit()');
});

it.each(['%%time\nfit()', '%%tracker\nfit()', 'fit()  # track: no', ''])(
  '%j is not tracked, then it is',
  source => {
    const model = cell(source);
    expect(isTrackedCell(model)).toBe(false);
    toggleTracked(model);
    expect(model.sharedModel.getSource()).toBe(`%%track\n${source}`);
  }
);

it('a report says which runs it is about; any other notebook says none', () => {
  expect(
    runsOf({ jupyter_tracker: { report: 1, runs: ['a', 3, 'b'] } })
  ).toEqual(['a', 'b']);
  expect(runsOf({ jupyter_tracker: { report: 1 } })).toEqual([]);
  expect(runsOf({ kernelspec: {} })).toEqual([]);
  expect(runsOf(undefined)).toEqual([]);
});
