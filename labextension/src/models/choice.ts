/** What a person chose to see; survives a reload. */
export interface IRunsChoice {
  filter: string;
  scope: string;
  metric: string;
  sort: string;
  order: 'asc' | 'desc';
}

/** What settings can say of the list. */
export type Preferred = Pick<IRunsChoice, 'scope' | 'sort' | 'order'>;

/** What is shown before anybody chose. */
export const FIRST_CHOICE: IRunsChoice = {
  filter: '',
  scope: 'notebook',
  metric: '',
  sort: 'started',
  order: 'desc'
};

/** A choice after settings changed: what was as they said before is as they say now; the same object where nothing was. */
export function renewed(
  choice: IRunsChoice,
  before: Preferred,
  now: Preferred
): IRunsChoice {
  const { scope, sort, order } = choice;
  const follows = sort === before.sort && order === before.order;
  const next = {
    ...choice,
    scope: scope === before.scope ? now.scope : scope,
    sort: follows ? now.sort : sort,
    order: follows ? now.order : order
  };
  return next.scope === scope && next.sort === sort && next.order === order
    ? choice
    : next;
}
