import * as React from 'react';
import type { TranslationBundle } from '@jupyterlab/translation';

/** A captured name: where it is from on hover, what can be ruled about it in a menu, by the right button or the small one. */
export function Name(props: {
  name: string;
  trans: TranslationBundle;
  /** Where it is from. */
  origin?: string;
  /** Asks where it is from, when the pointer first comes over it. */
  ask?: () => Promise<string>;
  /** What belongs to the name. */
  children?: React.ReactNode;
}): React.JSX.Element {
  const { name, trans, ask } = props;
  const [told, setTold] = React.useState('');
  const learn = () => {
    if (ask && !told) {
      void ask().then(setTold, () => setTold(name));
    }
  };
  return (
    <span className="jt-Name" data-name={name} onPointerEnter={learn}>
      <bdi title={props.origin ?? (told || name)}>{name}</bdi>
      {props.children}
      <button
        type="button"
        className="jt-Name-more"
        title={trans.__('Is it a param, a metric, or neither?')}
        aria-label={trans.__('What %1 is', name)}
        aria-haspopup="menu"
        onClick={openMenu}
      >
        ⋯
      </button>
    </span>
  );
}

/** Open the menu that the right button opens, below the small button; the items are in the settings of the panel. */
function openMenu(event: React.MouseEvent<HTMLElement>): void {
  const { left, bottom } = event.currentTarget.getBoundingClientRect();
  event.currentTarget.dispatchEvent(
    new MouseEvent('contextmenu', {
      bubbles: true,
      cancelable: true,
      clientX: left,
      clientY: bottom
    })
  );
}
