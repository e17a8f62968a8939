import { expect, it } from 'vitest';

import { run, service } from '../../__tests__/fakes';
import { PagedRuns } from '../page';
import { ListRows } from '../rows';
import { SearchesModel } from '../searches';

const CHILDREN = [run('c1'), run('c2')];

async function rows(...unfolded: string[]) {
  const list = new PagedRuns();
  list.set(0, [run('a'), run('b'), run('c')], 3);
  const fake = service();
  fake.runs.mockResolvedValue({
    runs: CHILDREN,
    columns: { metrics: [], params: [] },
    total: 7,
    unfiltered: 7,
    cursor: 1
  });
  const searches = new SearchesModel(fake, () => 'study.ipynb');
  for (const id of unfolded) {
    searches.toggle(id);
    await Promise.resolve();
  }
  await new Promise(done => setTimeout(done));
  const all = new ListRows(list, searches);
  const told = Array.from({ length: all.total }, (_, index) => {
    const row = all.at(index);
    return row.kind === 'search' ? `search ${row.of.id}` : row.run?.id;
  });
  return { told, all, searches, fake };
}

it('is the list itself while nothing is unfolded', async () => {
  const { told } = await rows();
  expect(told).toEqual(['a', 'b', 'c']);
});

it('configurations stand below their run, under what they are sorted by', async () => {
  const { told, all, fake } = await rows('b');
  expect(told).toEqual(['a', 'b', 'search b', 'c1', 'c2', 'c']);
  expect(fake.runs).toHaveBeenCalledWith('study.ipynb', {
    parent: 'b',
    limit: 50
  });
  expect(all.placeAt(4)).toBe(1); // of the run that it stands below
  expect(all.placeAt(5)).toBe(2);
});

it('several can be unfolded, in whatever order they were', async () => {
  const { told } = await rows('c', 'a');
  expect(told).toEqual([
    'a',
    'search a',
    'c1',
    'c2',
    'b',
    'c',
    'search c',
    'c1',
    'c2'
  ]);
});

it('folding takes them away, sorting asks for them anew', async () => {
  const { searches, fake } = await rows('b');
  searches.sort('b', 'metrics["acc"]', 'asc');
  expect(fake.runs).toHaveBeenLastCalledWith('study.ipynb', {
    parent: 'b',
    limit: 50,
    sort: 'metrics["acc"]',
    order: 'asc'
  });
  searches.toggle('b');
  expect(searches.of('b')).toBeNull();
});

it('is asked for again when its run changed, and only then', async () => {
  const { searches, fake } = await rows('b');
  await searches.refresh(['a']);
  expect(fake.runs).toHaveBeenCalledOnce();
  await searches.refresh(['b']);
  expect(fake.runs).toHaveBeenCalledTimes(2);
});
