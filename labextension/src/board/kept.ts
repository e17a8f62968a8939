import { Disposable } from '../disposable';
import type { IRunService } from '../service';
import { readBoard, type IBoard } from './cards';
import { omit } from './omit';

const KEY = 'charts';
const SAVE_AFTER = 800;

/** Boards by name, kept in the store as a view, so that everybody finds them again. */
export class Kept extends Disposable {
  constructor(
    private readonly _service: IRunService,
    private readonly _path: string,
    name = ''
  ) {
    super();
    this._name = name;
  }

  /** The name of the board that is open; empty for the one that needs none. */
  get name(): string {
    return this._name;
  }

  get names(): string[] {
    return Object.keys(this._boards)
      .filter(Boolean)
      .sort((a, b) => a.localeCompare(b));
  }

  /** Whether the board that is open was arranged by somebody. */
  get isKept(): boolean {
    return this._name in this._boards;
  }

  /** Take what the store keeps; the board that is open. */
  async read(): Promise<IBoard | null> {
    const kept = await this._service.view(this._path, KEY);
    for (const [name, board] of Object.entries(kept ?? {})) {
      const known = readBoard(board);
      if (known) {
        this._boards[name] = known;
      }
    }
    return this._boards[this._name] ?? null;
  }

  /** Another board, as it is kept. */
  async open(name: string): Promise<IBoard | null> {
    this._name = name;
    return this._boards[name] ?? null;
  }

  /** Keep the board that is open, soon; with a name of its own from now on where one is given. */
  save(board: IBoard, isWritable: boolean, name = this._name): void {
    this._name = name;
    this._boards = { ...this._boards, [name]: board };
    if (isWritable) {
      window.clearTimeout(this._timer);
      this._timer = window.setTimeout(() => this._write(), SAVE_AFTER);
    }
  }

  /** Forget the board that is open. */
  remove(): void {
    this._boards = omit(this._boards, this._name);
    this._name = '';
    this._write();
  }

  protected override release(): void {
    if (this._timer) {
      this._write();
    }
  }

  private _write(): void {
    window.clearTimeout(this._timer);
    this._timer = 0;
    this._service.setView(this._path, KEY, this._boards).catch(() => undefined); // a store that cannot be written keeps no boards
  }

  private _name: string;
  private _boards: Record<string, IBoard> = {};
  private _timer = 0;
}
