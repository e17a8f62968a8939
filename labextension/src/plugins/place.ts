import type { ILayoutRestorer, JupyterFrontEnd } from '@jupyterlab/application';
import { MainAreaWidget, WidgetTracker } from '@jupyterlab/apputils';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';
import type { Widget } from '@lumino/widgets';

/** The tabs of one kind in the main area: each opened once, brought back after a reload. */
export class Place<T extends Widget> {
  constructor(
    private readonly _app: JupyterFrontEnd,
    namespace: string,
    private readonly _area: string,
    private readonly _mode: 'tab-after' | 'split-right' = 'tab-after'
  ) {
    this._tabs = new WidgetTracker({ namespace });
  }

  /** Show the tab with this id, made if it is not there; gives what is in it. */
  async show(id: string, make: () => Promise<T>): Promise<T | undefined> {
    const { shell } = this._app;
    if (!this._find(id)) {
      const content = await make();
      if (this._find(id)) {
        content.dispose(); // asked for twice while it was being made
      } else {
        const widget = new MainAreaWidget<T>({ content });
        widget.id = id;
        widget.addClass('jt-Main');
        widget.toolbar.hide(); // there is nothing on it
        void this._tabs.add(widget);
        shell.add(widget, this._area, { type: 'Runs', mode: this._mode });
      }
    }
    shell.activateById(id);
    return this._find(id)?.content;
  }

  /** Write down what is arranged in a tab, for after a reload. */
  keep(content: T): void {
    const widget = this._tabs.find(other => other.content === content);
    if (widget) {
      void this._tabs.save(widget);
    }
  }

  /** Bring back after a reload what is open now, by a command and what `args` says of each tab. */
  restore(
    restorer: ILayoutRestorer,
    command: string,
    args: (content: T) => ReadonlyPartialJSONObject
  ): void {
    void restorer.restore(this._tabs, {
      command,
      name: ({ id }) => id,
      args: ({ content }) => args(content)
    });
  }

  private _find(id: string): MainAreaWidget<T> | undefined {
    return this._tabs.find(other => other.id === id);
  }

  private readonly _tabs: WidgetTracker<MainAreaWidget<T>>;
}
