import type { IStateDB } from '@jupyterlab/statedb';
import type { AccordionPanel } from '@lumino/widgets';

const KEY = 'jupyter-tracker:sections';

/** Bring back which sections were folded and how high they were, and write it down from now on. */
export async function keepSections(
  panel: AccordionPanel,
  state: IStateDB
): Promise<void> {
  const kept = (await state.fetch(KEY)) as
    { folded?: boolean[]; sizes?: number[] } | undefined;
  let sizes = kept?.sizes ?? panel.relativeSizes();
  panel.setRelativeSizes(sizes);
  kept?.folded?.forEach((isFolded, place) => {
    if (isFolded && place < panel.widgets.length) {
      panel.collapse(place);
    }
  });
  const save = () => {
    const folded = panel.widgets.map(widget => widget.isHidden);
    if (!folded.includes(true)) {
      sizes = panel.relativeSizes(); // a folded section has none of its own
    }
    void state.save(KEY, { folded, sizes });
  };
  panel.expansionToggled.connect(save);
  panel.handleMoved.connect(save);
}
