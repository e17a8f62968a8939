import type { FileComparison, Outputs } from '../rest';
import { PICTURES, pictureUrl } from '../sandbox/picture';

const FILE = /\.(png|jpe?g|gif|webp|bmp|svg)$/i;
const LAST_NUMBER = /(\d+)(?=\D*$)/;

/** A picture that a run made at some step: among its outputs, or a file of its own. */
export interface IPicture {
  step: number;
  /** The address of a picture among the outputs. */
  url?: string;
  /** The place of a file among the run's artifacts. */
  place?: number;
  hash?: string | null;
}

/** The pictures of each run that go together, by the run's place in the comparison. */
export type Pictures = ReadonlyMap<number, readonly IPicture[]>;

/** The pictures among the outputs of a run: the first, the second, … */
export function shownPictures(cells: readonly Outputs[]): IPicture[] {
  return cells
    .flatMap(({ outputs }) => outputs)
    .map(output => urlOf(output as { data?: Record<string, unknown> }))
    .filter(url => url !== null)
    .map((url, place) => ({ step: place + 1, url: url as string }));
}

/** The picture files of the runs: those whose names differ in their last number alone go together, the number being the step. */
export function filePictures(
  files: readonly FileComparison[]
): ReadonlyMap<string, Pictures> {
  const groups = new Map<string, Map<number, IPicture[]>>();
  for (const { path, places, hashes } of files) {
    const stem = path.replace(/\.[^./\\]*$/, '');
    if (!FILE.test(path)) {
      continue;
    }
    const number = LAST_NUMBER.exec(stem);
    const name = number
      ? `${stem.replace(LAST_NUMBER, '#')}${path.slice(stem.length)}`
      : path;
    const group = groups.get(name) ?? new Map<number, IPicture[]>();
    groups.set(name, group);
    places.forEach((place, run) => {
      if (place !== null) {
        const step = number ? Number(number[1]) : 1;
        const list = group.get(run) ?? [];
        group.set(run, [...list, { step, place, hash: hashes[run] }]);
      }
    });
  }
  for (const group of groups.values()) {
    group.forEach((list, run) =>
      group.set(
        run,
        [...list].sort((a, b) => a.step - b.step)
      )
    );
  }
  return new Map([...groups].filter(([, group]) => group.size > 0));
}

/** All steps at which any run has a picture, in their order. */
export function stepsOf(pictures: Pictures): number[] {
  const steps = new Set(
    [...pictures.values()].flatMap(list => list.map(({ step }) => step))
  );
  return [...steps].sort((a, b) => a - b);
}

/** The newest picture of a run at a step or before it. */
export function pictureAt(
  pictures: readonly IPicture[] | undefined,
  step: number
): IPicture | null {
  return pictures?.filter(one => one.step <= step).at(-1) ?? null;
}

function urlOf({ data }: { data?: Record<string, unknown> }): string | null {
  const type = PICTURES.find(one => data?.[one]);
  return type ? pictureUrl(type, data?.[type]) : null;
}
