import * as React from 'react';
import type { TranslationBundle } from '@jupyterlab/translation';

import type { CardModel } from './cardmodel';
import { saidText } from './said';
import { titleOf } from './words';

const MOST_IN_LEGEND = 6;

/** What stands above a chart: of what it is, what was done, and what can be done with it. */
export function CardHead(props: {
  model: CardModel;
  trans: TranslationBundle;
  isTable: boolean;
  isOpen: boolean;
  onTable: () => void;
  onOpen: () => void;
}): React.JSX.Element {
  const { model, trans } = props;
  const { card, facet, window } = model;
  const title = titleOf(card, trans);
  const { said: done } = model.curves ?? model.chart ?? { said: [] };
  const said = saidText(done, trans);
  return (
    <header className="jt-BoardCard-head">
      <h3 title={title}>
        <bdi>{title}</bdi>
        {facet && <span className="jt-Quiet"> · {facet.label}</span>}
      </h3>
      <span className="jt-BoardCard-tools">
        {window && (
          <button
            type="button"
            className="jt-Plain"
            title={trans.__('Show all of x again')}
            onClick={() => model.zoom(null)}
          >
            {trans.__('Back')}
          </button>
        )}
        <button
          type="button"
          className="jt-Plain"
          aria-pressed={props.isTable}
          title={trans.__('Show the values as a table')}
          onClick={props.onTable}
        >
          {trans.__('Table')}
        </button>
        <button
          type="button"
          className="jt-Plain"
          aria-expanded={props.isOpen}
          aria-label={trans.__('Options of %1', title)}
          title={trans.__('Options')}
          onClick={props.onOpen}
        >
          ⋯
        </button>
      </span>
      {said && <p className="jt-BoardCard-said jt-Quiet">{said}</p>}
      <Legend model={model} />
    </header>
  );
}

/** What colours and dashes mean; of single runs only where they are few. */
function Legend({ model }: { model: CardModel }): React.JSX.Element | null {
  const { curves, lines } = model;
  const isGrouped = lines.some(line => line.low !== null);
  const colours = curves?.colours.length
    ? curves.colours
    : isGrouped || lines.length <= MOST_IN_LEGEND
      ? lines.map(({ label, ink }) => ({ label, look: ink }))
      : [];
  const dashes = curves?.dashes ?? [];
  if ((!colours.length && !dashes.length) || model.isBars) {
    return null;
  }
  return (
    <ul className="jt-Legend">
      {colours.slice(0, 14).map(({ label, look }, place) => (
        <li key={place} title={label}>
          <span className="jt-Legend-line" style={{ background: look }} />
          <bdi>{label}</bdi>
        </li>
      ))}
      {dashes.map(({ label, look }) => (
        <li key={look + label} title={label}>
          <span className="jt-Legend-dash" data-dash={look} />
          <bdi>{label}</bdi>
        </li>
      ))}
    </ul>
  );
}
