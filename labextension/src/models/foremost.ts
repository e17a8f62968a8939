/** What a person looks at first, and the rest. */
export interface IParted<T> {
  first: readonly T[];
  rest: readonly T[];
}

/** What is foremost, in that order, and the rest. */
export function parted<T extends { name: string }>(
  captured: readonly T[],
  foremost: readonly string[]
): IParted<T> {
  const first = foremost.flatMap(
    name => captured.find(one => one.name === name) ?? []
  );
  return { first, rest: captured.filter(one => !first.includes(one)) };
}

/** The same; all of it first where nothing is foremost. */
export function partedOrAll<T extends { name: string }>(
  captured: readonly T[],
  foremost: readonly string[]
): IParted<T> {
  const { first, rest } = parted(captured, foremost);
  return first.length ? { first, rest } : { first: rest, rest: [] };
}
