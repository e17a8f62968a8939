import { VDomRenderer } from '@jupyterlab/ui-components';
import type { Menu } from '@lumino/widgets';
import * as React from 'react';

import { Choosers } from '../items/choosers';
import { Empty } from '../items/empty';
import { FilterBox } from '../items/filterbox';
import { Header } from '../items/header';
import { RunList } from '../items/runlist';
import type { RunsModel } from '../models/runs';
import { CommandIDs } from '../tokens';
import type { RunsPanel } from './runspanel';

/** The panel's head: where the store is, the filter, and the choosers. */
export class RunsHead extends VDomRenderer<RunsModel> {
  constructor(
    options: RunsPanel.IOptions & {
      filter: React.RefObject<HTMLInputElement>;
      menu: Menu;
    }
  ) {
    super(options.model);
    this.addClass('jt-Head');
    this._options = options;
  }

  protected override render(): React.JSX.Element {
    const { trans, filter, commands, menu } = this._options;
    const { model } = this;
    return React.createElement(
      React.Fragment,
      null,
      React.createElement(Header, {
        model,
        trans,
        refresh: () => void commands.execute(CommandIDs.refreshRuns),
        openMenu: (x: number, y: number) => menu.open(x, y)
      }),
      React.createElement(FilterBox, { model, trans, inputRef: filter }),
      React.createElement(Choosers, { model, trans })
    );
  }

  private readonly _options: RunsPanel.IOptions & {
    filter: React.RefObject<HTMLInputElement>;
    menu: Menu;
  };
}

/** The list of runs, or what stands in its place. */
export class RunsView extends VDomRenderer<RunsModel> {
  constructor(options: RunsPanel.IOptions & { focusFilter: () => void }) {
    super(options.model);
    this.addClass('jt-Runs');
    this._options = options;
  }

  protected override render(): React.JSX.Element {
    const { trans, commands, context, focusFilter } = this._options;
    const { model } = this;
    if (!model.list.total) {
      return React.createElement(Empty, {
        model,
        trans,
        hasNotebook: context.notebook !== '',
        insertLoad: () => void commands.execute(CommandIDs.insertLoad),
        openQuickstart: () => void commands.execute(CommandIDs.openQuickstart)
      });
    }
    return React.createElement(RunList, {
      model,
      trans,
      actions: {
        open: id => void commands.execute(CommandIDs.openRun, { run: id }),
        compare: () =>
          void commands.execute(CommandIDs.compareRuns, {
            runs: [...model.selection.ids]
          }),
        focusFilter
      }
    });
  }

  private readonly _options: RunsPanel.IOptions & { focusFilter: () => void };
}
