import { expect, it } from 'vitest';

import { parseTag } from '../commands';

it.each([
  ['baseline', { baseline: '' }],
  ['stage=final', { stage: 'final' }],
  ['stage = final', { stage: 'final' }],
  ['query=a=b', { query: 'a=b' }],
  ['-baseline', { baseline: null }],
  ['- baseline', { baseline: null }]
])('%s is a tag', (text, edit) => {
  expect(parseTag(text)).toEqual(edit);
});
