/** A copy without some of its entries. */
export function omit<T extends object, K extends keyof T>(
  all: T,
  ...names: K[]
): Omit<T, K> {
  const rest = { ...all };
  for (const name of names) {
    delete rest[name];
  }
  return rest;
}
