import { Signal, type ISignal } from '@lumino/signaling';

import { Disposable } from '../disposable';
import { PAGE } from '../models/page';
import { isAsked, parseColumn } from './columns';
import { TableLines, type IOpenGroup } from './lines';
import { TableList, pagesBetween, rowsOf } from './list';
import type { IPart, ITableQuestion, TableService } from './service';

/** What rows are asked for by. */
export interface IRowsQuestion extends ITableQuestion {
  columns: readonly string[];
  groups: readonly string[];
  isFolded: boolean;
}

const MOST_AT_ONCE = 1000;
const MOST_PAGES = 60;

/** The rows of a table: pages that are asked for when they come into sight. */
export class Rows extends Disposable {
  constructor(
    private readonly _service: TableService,
    private readonly _path: string,
    private readonly _onFault: (error: unknown) => void
  ) {
    super();
  }

  /** Emitted when there are others, or more. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get lines(): TableLines {
    return this._lines;
  }

  /** How many runs there are, whether rows or folded under one. */
  get runs(): number {
    return this._lines.all?.runs ?? this._lines.list.runs;
  }

  /** Whether any answer has come yet. */
  get isThere(): boolean {
    return this._isThere;
  }

  /** Ask anew; what is there stays until the answers are, all together. Rejects with what the server refuses. */
  async reload(question: IRowsQuestion): Promise<void> {
    const turn = (this._turn += 1);
    const before = this._lines;
    this._question = question;
    const lines = question.groups.length
      ? await this._askGroups(question, before)
      : await this._askList(question, before);
    if (turn === this._turn && !this.isDisposed) {
      this._isThere = true;
      this._lines = lines;
      this._pending.clear();
      this._changed.emit();
      this._see();
    }
  }

  /** Lines from `first` to `last` are in sight: see that they come. */
  want(first: number, last: number): void {
    this._sight = [first, last];
    this._see();
  }

  /** Show newer values of the rows in sight, each where it stands; how many runs are there by now. */
  async renew(): Promise<number> {
    const question = this._question;
    if (!question) {
      return 0;
    }
    const lines = this._lines;
    const ids = this.inSight();
    const columns = question.columns.filter(isAsked);
    const [answer, { runs }] = await Promise.all([
      this._service.these(this._path, ids.slice(0, MOST_AT_ONCE), columns),
      this._service.page(this._path, question, {
        columns: [],
        offset: 0,
        limit: 1,
        fold: false
      })
    ]);
    if (lines === this._lines && !this.isDisposed) {
      const rows = rowsOf(answer, columns);
      lines.lists.forEach(list => list.renew(rows));
      this._changed.emit();
    }
    return runs;
  }

  /** The runs of the rows in sight. */
  inSight(): string[] {
    const [first, last] = this._sight;
    const found = [];
    const end = Math.min(last, this._lines.total - 1);
    for (let at = Math.max(0, first); at <= end; at += 1) {
      const line = this._lines.at(at);
      if (line.kind === 'run' && line.row) {
        found.push(line.row.id);
      }
    }
    return found;
  }

  /** Fold or unfold the runs under a row. */
  async toggleFold(list: TableList, id: string): Promise<void> {
    if (list.isOpen(id)) {
      list.unfold(id, null);
    } else {
      await this._unfold(list, id);
    }
    this._changed.emit();
  }

  /** Fold or unfold a group. */
  async toggleGroup(group: IOpenGroup): Promise<void> {
    if (group.list) {
      group.list = null;
    } else if (this._question) {
      group.list = new TableList();
      group.list.total = group.group.size;
      await this._askPage(group.list, this._within(this._question, group), 0);
    }
    this._changed.emit();
  }

  /** Wait until the lines from `first` to `last` are there. */
  async until(first: number, last: number): Promise<void> {
    for (let round = 0; round < 3; round += 1) {
      await Promise.all(this._missing(first, last));
    }
  }

  /** All rows there are, with the columns asked for; `onPart` is told how far it has come. */
  async all(onPart?: (done: number, total: number) => void) {
    const question = this._question;
    if (!question) {
      return [];
    }
    const columns = question.columns.filter(isAsked);
    const found = [];
    for (let total = 1; found.length < total;) {
      const part = {
        columns,
        offset: found.length,
        limit: MOST_AT_ONCE,
        fold: question.isFolded
      };
      const answer = await this._service.page(this._path, question, part);
      if (!answer.rows.length) {
        break;
      }
      total = answer.total;
      found.push(...rowsOf(answer, columns));
      onPart?.(found.length, total);
    }
    return found;
  }

  /** The ids of all runs there are, of a group alone if one is given; folded ones too. */
  async ids(group?: IOpenGroup): Promise<string[]> {
    const question = this._question;
    if (!question) {
      return [];
    }
    const which = group ? this._within(question, group) : question;
    const found: string[] = [];
    for (let total = 1; found.length < total;) {
      const part = { offset: found.length, limit: MOST_AT_ONCE, fold: false };
      const answer = await this._service.page(this._path, which, {
        ...part,
        columns: []
      });
      if (!answer.rows.length) {
        break;
      }
      total = answer.total;
      found.push(...answer.rows.map(({ id }) => id));
    }
    return found;
  }

  private async _askList(
    question: IRowsQuestion,
    before: TableLines
  ): Promise<TableLines> {
    const list = new TableList();
    const [first, last] = this._sight;
    const pages = new Set([0, ...pagesBetween(first, last)]);
    const most = Math.max(1, Math.ceil(before.list.total / PAGE));
    const seen = [...pages].filter(page => page === 0 || page < most);
    await Promise.all(seen.map(page => this._askPage(list, question, page)));
    const open = before.list.open.filter(id => list.find(id)?.fold);
    await Promise.all(open.map(id => this._unfold(list, id, question)));
    return new TableLines(list, null);
  }

  private async _askGroups(
    question: IRowsQuestion,
    before: TableLines
  ): Promise<TableLines> {
    const columns = question.columns.map(parseColumn);
    const names = (kind: 'metric' | 'param') =>
      columns
        .filter(column => column.kind === kind && column.stat === 'last')
        .map(({ name }) => name)
        .slice(0, 60);
    const how = {
      by: question.groups,
      metrics: names('metric'),
      params: names('param')
    };
    const told = await this._service.groups(this._path, question, how);
    const { groups, total, runs } = told;
    const open = new Set(
      before.groups?.filter(({ list }) => list).map(one => one.group.filter)
    );
    const found = groups.map((group): IOpenGroup => ({
      group,
      list: open.has(group.filter) ? new TableList() : null
    }));
    await Promise.all(
      found.map(
        one =>
          one.list && this._askPage(one.list, this._within(question, one), 0)
      )
    );
    return new TableLines(new TableList(), found, { groups: total, runs });
  }

  private _within(question: IRowsQuestion, { group }: IOpenGroup) {
    const filter = [question.filter, group.filter]
      .filter(text => text.trim())
      .map(text => `(${text})`)
      .join(' and ');
    return { ...question, filter };
  }

  private async _unfold(
    list: TableList,
    id: string,
    question = this._question
  ): Promise<void> {
    const fold = list.find(id)?.fold;
    if (fold && question) {
      const columns = question.columns.filter(isAsked);
      const under = [...fold.same, ...fold.failed].slice(0, MOST_AT_ONCE);
      const answer = await this._service.these(this._path, under, columns);
      list.unfold(id, rowsOf(answer, columns));
    }
  }

  private async _askPage(
    list: TableList,
    question: IRowsQuestion,
    page: number
  ): Promise<void> {
    const columns = question.columns.filter(isAsked);
    const part: IPart = {
      columns,
      offset: page * PAGE,
      limit: PAGE,
      fold: question.isFolded
    };
    const answer = await this._service.page(this._path, question, part);
    list.take(page, answer, columns);
  }

  private _see(): void {
    const asked = this._missing(...this._sight);
    for (const one of asked) {
      one.catch(this._onFault);
    }
  }

  /** Ask for the pages between two lines that are not there. */
  private _missing(first: number, last: number): Promise<void>[] {
    const question = this._question;
    const asked: Promise<void>[] = [];
    if (!question || !this._isThere) {
      return asked;
    }
    const lines = this._lines;
    const end = Math.min(last, lines.total - 1);
    for (let at = Math.max(0, first); at <= end; at += 1) {
      const line = lines.at(at);
      if (line.kind === 'group' || line.row) {
        continue;
      }
      const { list, group } = line;
      const page = Math.floor(line.place / PAGE);
      const key = `${group?.group.filter ?? ''} ${page}`;
      let pending = this._pending.get(key);
      if (!pending) {
        const which = group ? this._within(question, group) : question;
        pending = this._askPage(list, which, page)
          .finally(() => this._pending.delete(key))
          .then(() => {
            if (lines === this._lines && !this.isDisposed) {
              list.keepAround(page, MOST_PAGES);
              this._changed.emit();
            }
          });
        this._pending.set(key, pending);
      }
      if (!asked.includes(pending)) {
        asked.push(pending);
      }
    }
    return asked;
  }

  private _turn = 0;
  private _isThere = false;
  private _sight: [number, number] = [0, 60];
  private _question: IRowsQuestion | null = null;
  private _lines = new TableLines(new TableList(), null);
  private readonly _pending = new Map<string, Promise<void>>();
  private readonly _changed = new Signal<this, void>(this);
}
