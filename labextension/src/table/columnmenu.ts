import { InputDialog } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import { MenuSvg } from '@jupyterlab/ui-components';
import { CommandRegistry } from '@lumino/commands';
import type { Menu } from '@lumino/widgets';

import { NUMBER_FORMATS, type NumberFormat } from '../format';
import { NO_ARGUMENTS } from '../plugins/arguments';
import { isSortable, parseColumn } from './columns';
import type { TableModel } from './model';

/** The menu of a column: order, pin, hide, rename, how its numbers are shown. */
export function openColumnMenu(
  model: TableModel,
  id: string,
  trans: TranslationBundle,
  place: { x: number; y: number }
): void {
  const commands = new CommandRegistry();
  const menu = new MenuSvg({ commands });
  menu.addClass('jt-ColumnMenu');
  const column = parseColumn(id);
  const about = model.about(id);
  const isName = id === 'name';
  const add = (
    command: string,
    label: string,
    execute: () => unknown,
    isToggled?: boolean
  ) => {
    commands.addCommand(command, {
      label,
      isToggleable: isToggled !== undefined,
      isToggled: () => isToggled ?? false,
      describedBy: { args: NO_ARGUMENTS },
      execute
    });
    menu.addItem({ command });
  };
  const rule = () => menu.addItem({ type: 'separator' });
  if (isSortable(id)) {
    add('up', trans.__('Sort Up'), () =>
      model.arrange({ sort: [{ column: id, descending: false }] })
    );
    add('down', trans.__('Sort Down'), () =>
      model.arrange({ sort: [{ column: id, descending: true }] })
    );
    rule();
  }
  if (!isName) {
    const by = model.layout.groups;
    const isGrouped = by.includes(id);
    if (column.kind !== 'metric' && !['tags', 'note', 'id'].includes(id)) {
      add(
        'group',
        trans.__('Group by It'),
        () =>
          model.arrange({
            groups: isGrouped ? by.filter(one => one !== id) : [...by, id]
          }),
        isGrouped
      );
    }
    add(
      'pin',
      trans.__('Stay While Others Scroll'),
      () => model.arrangeColumn(id, { isPinned: !about.isPinned }),
      Boolean(about.isPinned)
    );
    add('hide', trans.__('Hide'), () =>
      model.arrange({ columns: model.columns.filter(other => other !== id) })
    );
  }
  add('rename', trans.__('Rename…'), () => rename(model, id, trans));
  add('width', trans.__('Usual Width'), () =>
    model.arrangeColumn(id, { width: undefined })
  );
  if (
    column.kind === 'metric' ||
    column.kind === 'param' ||
    id === 'duration'
  ) {
    rule();
    menu.addItem({
      type: 'submenu',
      submenu: formatMenu(model, id, trans, commands)
    });
    add(
      'bars',
      trans.__('Bars Behind Numbers'),
      () => model.arrangeColumn(id, { hasBars: !about.hasBars }),
      Boolean(about.hasBars)
    );
  }
  if (column.kind === 'metric') {
    add(
      'curve',
      trans.__('Curves Beside Numbers'),
      () => model.arrangeColumn(id, { hasCurve: !about.hasCurve }),
      Boolean(about.hasCurve)
    );
  }
  menu.aboutToClose.connect(() =>
    // not before what was chosen has been done
    window.setTimeout(() => menu.dispose(), 0)
  );
  menu.open(place.x, place.y);
}

/** What the formats of numbers are called. */
function formatNames(trans: TranslationBundle): Record<NumberFormat, string> {
  return {
    auto: trans.__('Four Digits'),
    full: trans.__('All Digits'),
    whole: trans.__('Whole'),
    fixed2: trans.__('Two Decimals'),
    fixed4: trans.__('Four Decimals'),
    percent: trans.__('Percent'),
    scientific: trans.__('Powers of Ten'),
    duration: trans.__('Seconds as Time'),
    bytes: trans.__('Bytes')
  };
}

function formatMenu(
  model: TableModel,
  id: string,
  trans: TranslationBundle,
  commands: CommandRegistry
): Menu {
  const menu = new MenuSvg({ commands });
  const names = formatNames(trans);
  menu.title.label = trans.__('Numbers');
  for (const format of NUMBER_FORMATS) {
    const command = `format-${format}`;
    commands.addCommand(command, {
      label: names[format],
      isToggleable: true,
      isToggled: () => (model.about(id).format ?? 'auto') === format,
      describedBy: { args: NO_ARGUMENTS },
      execute: () => model.arrangeColumn(id, { format })
    });
    menu.addItem({ command });
  }
  return menu;
}

async function rename(
  model: TableModel,
  id: string,
  trans: TranslationBundle
): Promise<void> {
  const { value } = await InputDialog.getText({
    title: trans.__('Rename the column %1', id),
    label: trans.__('Name in this table; empty for its own'),
    text: model.about(id).title ?? '',
    okLabel: trans.__('Rename')
  });
  if (value !== null) {
    model.arrangeColumn(id, { title: value.trim() || undefined });
  }
}
