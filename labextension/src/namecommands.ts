import { Dialog, showDialog } from '@jupyterlab/apputils';
import { ReactWidget } from '@jupyterlab/ui-components';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';
import * as React from 'react';

import type { IRunCommandOptions } from './commands';
import { RULINGS, verdicts, type Verdict } from './models/rulings';
import { drawn } from './panels/drawn';
import { NO_ARGUMENTS, ONE_NAME, ONE_RULING } from './plugins/arguments';
import { CATEGORY, CommandIDs } from './tokens';

/** A captured name that something is asked about. */
interface IAbout {
  name: string;
  /** The notebook that the name belongs to. */
  path: string;
  /** The run that it was captured in. */
  run: string;
}

/** Add the commands on captured names: those given, else the one whose menu is open. */
export function addNameCommands(options: IRunCommandOptions): void {
  const { app, tracker, trans, palette } = options;
  const { commands } = app;
  const { rights, rulings, service, context } = tracker;
  const about = (args: ReadonlyPartialJSONObject): IAbout => {
    const node = app.contextMenuHitTest(one => Boolean(one.dataset?.name));
    const near = (key: string) =>
      node?.closest<HTMLElement>(`[data-${key}]`)?.dataset[key];
    const get = (key: string, otherwise = '') =>
      typeof args[key] === 'string' ? args[key] : (near(key) ?? otherwise);
    return {
      name: get('name'),
      path: get('path', context.path),
      run: get('run')
    };
  };
  const guarded = (work: Promise<unknown>) => work.catch(options.onFault);
  const labels: Record<Verdict, string> = {
    metric: trans.__('Is a Metric'),
    param: trans.__('Is a Param'),
    ignore: trans.__('Not a Param or Metric Here'),
    up: trans.__('Higher Is Better'),
    down: trans.__('Lower Is Better'),
    none: trans.__('Neither Is Better'),
    primary: trans.__('Primary Metric'),
    irrelevant: trans.__('Irrelevant for Configurations'),
    relevant: trans.__('Part of Configurations'),
    unlearn: trans.__('Undo What Was Ruled')
  };
  const verdict = (args: ReadonlyPartialJSONObject) =>
    RULINGS.find(one => one === args.ruling);
  const ruled = (args: ReadonlyPartialJSONObject) => {
    const { name, path } = about(args);
    return verdicts(rulings.of(path), name);
  };

  commands.addCommand(CommandIDs.ruleName, {
    label: args => labels[verdict(args) ?? 'ignore'],
    caption: trans.__('Rule about the name for good in this notebook'),
    describedBy: { args: ONE_RULING },
    isToggleable: true,
    isToggled: args => ruled(args).some(one => one === args.ruling),
    isVisible: args =>
      rights.of(context.path).write &&
      (args.ruling !== 'unlearn' || ruled(args).length > 0),
    execute: args => {
      const { name, path } = about(args);
      const said = verdict(args);
      return name && said
        ? guarded(rulings.rule(path, name, said))
        : Promise.resolve();
    }
  });
  commands.addCommand(CommandIDs.explainName, {
    label: trans.__('Where It Is From'),
    caption: trans.__('How a value was captured, and what made it what it is'),
    describedBy: { args: ONE_NAME },
    isVisible: args => about(args).run !== '',
    execute: args => {
      const { name, path, run } = about(args);
      return guarded(
        service.why(path, run, name).then(({ text }) =>
          showDialog({
            title: name,
            body: Private.text(text),
            buttons: [Dialog.okButton({ label: trans.__('Close') })]
          })
        )
      );
    }
  });
  commands.addCommand(CommandIDs.showRulings, {
    label: trans.__('Rulings About Names'),
    caption: trans.__(
      'What was ruled about names in the active notebook, to be taken back'
    ),
    describedBy: { args: NO_ARGUMENTS },
    execute: async () => {
      const { path } = context;
      const { RulingList } = await import('./items/rulings');
      await rulings.follow(path);
      const undo = (name: string) =>
        void guarded(rulings.rule(path, name, 'unlearn'));
      await showDialog({
        title: trans.__('Ruled in this notebook'),
        body: drawn(rulings.changed, () =>
          React.createElement(RulingList, {
            learnt: rulings.of(path),
            trans,
            onUndo: undo
          })
        ),
        buttons: [Dialog.okButton({ label: trans.__('Close') })]
      });
    }
  });
  palette?.addItem({ command: CommandIDs.showRulings, category: CATEGORY });
}

namespace Private {
  /** Text of several lines, for a dialog. */
  export function text(lines: string): ReactWidget {
    return ReactWidget.create(
      React.createElement('pre', { className: 'jt-Why' }, lines)
    );
  }
}
