import { expect, it, vi } from 'vitest';

import { NOTHING_LEARNT, STATUS, service } from '../../__tests__/fakes';
import {
  Rulings,
  notebookPath,
  request,
  ruledNames,
  verdicts
} from '../rulings';

const LEARNT = {
  ...NOTHING_LEARNT,
  ignore: ['tmp'],
  metrics: ['loss'],
  directions: { loss: 'down' as const },
  primary: 'loss'
};

it('asks once what is ruled in a notebook', async () => {
  const fake = service();
  fake.learnt.mockResolvedValue(LEARNT);
  const rulings = new Rulings(fake);
  const ruled = vi.fn();
  rulings.ruled.connect(ruled);
  await rulings.follow('study.ipynb');
  await rulings.follow('study.ipynb');
  expect(fake.learnt).toHaveBeenCalledOnce();
  expect(rulings.of('study.ipynb')).toEqual(LEARNT);
  expect(rulings.of('other.ipynb')).toEqual(NOTHING_LEARNT);
  expect(ruled).not.toHaveBeenCalled(); // nothing is new: nobody needs to ask for runs again
});

it('what was ruled is told to all that show names', async () => {
  const fake = service();
  fake.rule.mockResolvedValue(LEARNT);
  const rulings = new Rulings(fake);
  const ruled = vi.fn();
  rulings.ruled.connect(ruled);
  await rulings.rule('study.ipynb', 'loss', 'down');
  expect(fake.rule).toHaveBeenCalledWith('study.ipynb', {
    directions: { loss: 'down' }
  });
  expect(rulings.of('study.ipynb')).toEqual(LEARNT);
  expect(ruled).toHaveBeenCalledOnce();
});

it('a notebook whose rulings could not be had is asked for again', async () => {
  const fake = service();
  fake.learnt.mockRejectedValueOnce(new Error('no answer'));
  const rulings = new Rulings(fake);
  await rulings.follow('study.ipynb');
  await rulings.follow('study.ipynb');
  expect(fake.learnt).toHaveBeenCalledTimes(2);
});

it('each verdict is sent as what it means', () => {
  expect(request('a', 'ignore')).toEqual({ ignore: ['a'] });
  expect(request('a', 'metric')).toEqual({ metrics: ['a'] });
  expect(request('a', 'param')).toEqual({ params: ['a'] });
  expect(request('a', 'primary')).toEqual({ primary: 'a' });
  expect(request('a', 'none')).toEqual({ directions: { a: 'none' } });
  expect(request('a', 'unlearn')).toEqual({ unlearn: ['a'] });
});

it('tells all that is ruled of a name', () => {
  expect(verdicts(LEARNT, 'loss')).toEqual(['metric', 'primary', 'down']);
  expect(verdicts(LEARNT, 'tmp')).toEqual(['ignore']);
  expect(verdicts(LEARNT, 'acc')).toEqual([]);
  expect(ruledNames(LEARNT)).toEqual(['loss', 'tmp']);
});

it('the notebook of a run is told as the server names it', () => {
  const status = {
    ...STATUS,
    root: '/home/me/study/.tracker',
    store: 'study/.tracker'
  };
  const path = (notebook: string | null) =>
    notebookPath(notebook, status, 'open.ipynb');
  expect(path('/home/me/study/deep/a.ipynb')).toBe('study/deep/a.ipynb');
  expect(path('/elsewhere/a.ipynb')).toBe('open.ipynb');
  expect(path(null)).toBe('open.ipynb');
  expect(notebookPath('/home/me/a.ipynb', null, 'open.ipynb')).toBe(
    'open.ipynb'
  );
});
