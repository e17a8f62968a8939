import type { CodeCell } from '@jupyterlab/cells';
import type { Notebook } from '@jupyterlab/notebook';

import { isCard } from './outputs';

const HIDDEN = 'jt-mod-hiddenCard';

/** Hide our cards below the cells of a notebook, or show them; they stay in the document. */
export function markCards(notebook: Notebook, isHidden: boolean): void {
  for (const cell of notebook.widgets) {
    const area = cell.model.type === 'code' && (cell as CodeCell).outputArea;
    if (area) {
      area.widgets.forEach((widget, place) => {
        const output = place < area.model.length ? area.model.get(place) : null;
        const isOurs = output !== null && isCard(output);
        widget.toggleClass(HIDDEN, isOurs && isHidden);
      });
    }
  }
}
