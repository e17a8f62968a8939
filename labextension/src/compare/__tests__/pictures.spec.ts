import { expect, it } from 'vitest';

import type { FileComparison, Outputs } from '../../rest';
import { filePictures, pictureAt, shownPictures, stepsOf } from '../pictures';

function file(path: string, places: (number | null)[]): FileComparison {
  const hashes = places.map(place => (place === null ? null : `b3:${path}`));
  return { path, places, hashes, sizes: [], differs: true };
}

it('files whose names differ in their last number go together, by step', () => {
  const files = [
    file('out/epoch_10.png', [1, 0]),
    file('out/epoch_2.png', [0, null]),
    file('out/final.svg', [null, 3]),
    file('model.pkl', [2, 2])
  ];
  const groups = filePictures(files);
  expect([...groups.keys()]).toEqual(['out/epoch_#.png', 'out/final.svg']);
  const epochs = groups.get('out/epoch_#.png');
  expect(epochs && stepsOf(epochs)).toEqual([2, 10]);
  expect(pictureAt(epochs?.get(0), 5)?.place).toBe(0);
  expect(pictureAt(epochs?.get(0), 10)?.place).toBe(1);
  expect(pictureAt(epochs?.get(1), 5)).toBeNull();
});

it('pictures among outputs are counted in their order, drawings as pictures', () => {
  const cell = {
    outputs: [
      { output_type: 'stream', text: 'epoch 1' },
      { output_type: 'display_data', data: { 'image/png': 'AA\n==' } },
      { output_type: 'display_data', data: { 'image/svg+xml': '<svg/>' } }
    ],
    truncated: false
  } as unknown as Outputs;
  const [first, second] = shownPictures([cell]);
  expect(first).toEqual({ step: 1, url: 'data:image/png;base64,AA==' });
  expect(second.step).toBe(2);
  expect(second.url).toContain('data:image/svg+xml,');
});
