import type { TranslationBundle } from '@jupyterlab/translation';
import { MenuSvg } from '@jupyterlab/ui-components';
import { CommandRegistry } from '@lumino/commands';

import { NO_ARGUMENTS } from '../plugins/arguments';
import type { TableActions } from './actions';
import type { Grid } from './grid';
import type { TableModel } from './model';

/** The menu of the run at the active cell, and of those selected with it. */
export function openRowMenu(
  options: {
    model: TableModel;
    grid: Grid;
    actions: TableActions;
    trans: TranslationBundle;
    edit: () => void;
  },
  x: number,
  y: number
): void {
  const { model, grid, actions, trans } = options;
  const { line } = grid;
  if (line?.kind !== 'run' || !line.row) {
    return;
  }
  const { row } = line;
  if (!model.selection.has(row.id)) {
    model.selection.only(row.id); // what the menu does is meant for the run it opens on
  }
  const many = model.selection.ids.length > 1;
  const { scope } = model.layout;
  const commands = new CommandRegistry();
  const menu = new MenuSvg({ commands });
  const add = (command: string, label: string, execute: () => unknown) => {
    commands.addCommand(command, {
      label,
      describedBy: { args: NO_ARGUMENTS },
      execute
    });
    menu.addItem({ command });
  };
  add('open', trans.__('Open Run'), () => actions.open(line));
  if (many) {
    add('compare', trans.__('Compare Runs'), () => actions.compare());
  }
  add('show', trans.__('Show or Hide Its Curves'), () =>
    model.toggleShown(row.id)
  );
  if (model.isWritable && scope === 'trash') {
    menu.addItem({ type: 'separator' });
    add('restore', trans.__('Put Back'), () => actions.restore());
  } else if (model.isWritable) {
    menu.addItem({ type: 'separator' });
    add('rename', trans.__('Rename'), options.edit);
    add('tag', trans.__('Tag…'), () => actions.tag());
    add('star', trans.__('Star or Unstar'), () => actions.toggleFlag('star'));
    add('pin', trans.__('Pin or Unpin'), () => actions.toggleFlag('pinned'));
    add('baseline', trans.__('Set or Unset as Baseline'), () =>
      actions.toggleBaseline(line)
    );
    menu.addItem({ type: 'separator' });
    add(
      'archive',
      row.archived ? trans.__('Bring Back') : trans.__('Archive'),
      () => actions.toggleFlag('archived').then(() => actions.selectNone())
    );
    add('delete', trans.__('Delete…'), () => actions.remove());
  }
  menu.aboutToClose.connect(() => window.setTimeout(() => menu.dispose(), 0));
  menu.open(x, y);
}
