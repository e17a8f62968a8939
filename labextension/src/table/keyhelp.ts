import { Dialog, showDialog } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import { Widget } from '@lumino/widgets';

/** Show all keys of the table in a dialog. */
export async function showKeys(trans: TranslationBundle): Promise<void> {
  const node = document.createElement('div');
  const table = document.createElement('table');
  node.className = 'jt-Keys';
  node.append(table);
  for (const [key, what] of keysTold(trans)) {
    const row = table.insertRow();
    const head = document.createElement('th');
    head.scope = 'row';
    const sign = document.createElement(what ? 'kbd' : 'b');
    sign.textContent = key;
    head.append(sign);
    row.append(head);
    row.insertCell().textContent = what;
  }
  await showDialog({
    title: trans.__('Keys of the run table'),
    body: new Widget({ node }),
    buttons: [Dialog.okButton({ label: trans.__('Close') })]
  });
}

/** All keys and what they do, for a person. */
function keysTold(
  trans: TranslationBundle
): readonly (readonly [string, string])[] {
  return [
    ['↑ ↓ ← →', trans.__('another cell; with Shift, more cells')],
    ['↑', trans.__('from the first row: the headers')],
    ['Enter', trans.__('open the run; fold or unfold a group')],
    ['Space', trans.__('show or hide its curves; fold or unfold a group')],
    ['x', trans.__('select the run; with Shift, all up to it')],
    ['Ctrl+A', trans.__('select all')],
    ['Escape', trans.__('select none')],
    ['c', trans.__('compare what is selected')],
    ['b', trans.__('baseline, or no more')],
    ['s', trans.__('star, or none')],
    ['p', trans.__('pin: stands first, or no more')],
    ['F2', trans.__('edit name, note or tags')],
    ['Ctrl+C', trans.__('copy the cells')],
    ['/', trans.__('the filter')],
    ['?', trans.__('these keys')],
    [trans.__('In a header'), ''],
    ['Enter', trans.__('sort; with Shift, after the other columns')],
    ['Tab', trans.__('to its menu, then to its bars')],
    ['← → ', trans.__('on its bars: another bar; with Shift, more of them')],
    ['Enter', trans.__('on its bars: only runs with these values')],
    ['Delete', trans.__('on its bars: all runs again')],
    ['Alt+← →', trans.__('move the column')]
  ];
}
