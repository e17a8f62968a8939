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
