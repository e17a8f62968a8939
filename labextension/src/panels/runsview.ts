import { VDomRenderer } from '@jupyterlab/ui-components';
import * as React from 'react';

import { Choosers } from '../items/choosers';
import { Empty } from '../items/empty';
import { FilterBox } from '../items/filterbox';
import { Problems } from '../items/problems';
import { RunList } from '../items/runlist';
import type { RunsModel } from '../models/runs';
import { CommandIDs } from '../tokens';
import type { RunsPanel } from './runspanel';

/** Above the list: the filter, the choosers, and what is wrong with the store. */
export class RunsHead extends VDomRenderer<RunsModel> {
  constructor(
    options: RunsPanel.IOptions & { filter: React.RefObject<HTMLInputElement> }
  ) {
    super(options.model);
    this.addClass('jt-Head');
    this._options = options;
  }

  protected override render(): React.JSX.Element {
    const { trans, filter } = this._options;
    const { model } = this;
    return React.createElement(
      React.Fragment,
      null,
      React.createElement(FilterBox, { model, trans, inputRef: filter }),
      React.createElement(Choosers, { model, trans }),
      React.createElement(Problems, { model, trans })
    );
  }

  private readonly _options: RunsPanel.IOptions & {
    filter: React.RefObject<HTMLInputElement>;
  };
}

/** The list of runs, or what stands in its place. */
export class RunsView extends VDomRenderer<RunsModel> {
  constructor(options: RunsPanel.IOptions & { focusFilter: () => void }) {
    super(options.model);
    this.addClass('jt-Runs-view');
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
