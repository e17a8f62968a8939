import * as React from 'react';
import type { TranslationBundle } from '@jupyterlab/translation';

import { fullValue, moment, shortValue } from '../format';
import { ago } from '../items/ago';
import { Fold } from '../items/fold';
import { Name } from '../items/name';
import { kindName } from '../items/origin';
import { useNow } from '../items/usenow';
import type { Exec, Offer } from '../rest';

const MOST = 6;

interface IOffersProps {
  offers: readonly Offer[];
  /** The cells that computed them, by exec. */
  cells: ReadonlyMap<string, Exec>;
  trans: TranslationBundle;
  /** Keeps some of them; nothing where nothing can be written. */
  onKeep: ((names: string[]) => void) | null;
}

/** Metrics that later cells computed of the run; one click makes them its own. */
export function Offers(props: IOffersProps): React.JSX.Element {
  const { offers, trans } = props;
  const rest = offers.slice(MOST);
  return (
    <section>
      <h2>
        {trans.__('Seen afterwards')}{' '}
        <span className="jt-Quiet">
          {trans.__('computed of this run by later cells')}
        </span>
      </h2>
      <OfferTable {...props} offers={offers.slice(0, MOST)} />
      {rest.length > 0 && (
        <Fold label={trans.__('also seen (%1)', rest.length)}>
          <OfferTable {...props} offers={rest} />
        </Fold>
      )}
    </section>
  );
}

function OfferTable(props: IOffersProps): React.JSX.Element {
  const { offers, cells, trans, onKeep } = props;
  const now = useNow(30);
  return (
    <table className="jt-Table jt-Offers">
      <thead className="jt-Hidden">
        <tr>
          <th scope="col">{trans.__('name')}</th>
          <th scope="col">{trans.__('value')}</th>
          <th scope="col">{trans.__('from')}</th>
          <th scope="col">{trans.__('Keep')}</th>
        </tr>
      </thead>
      <tbody>
        {offers.map(offer => {
          const cell = offer.exec ? cells.get(offer.exec) : undefined;
          return (
            <tr key={offer.name}>
              <th scope="row" aria-label={offer.name}>
                <Name
                  name={offer.name}
                  trans={trans}
                  origin={[
                    `${offer.name} = ${fullValue(offer.value)}`,
                    kindName(offer.kind, trans),
                    offer.text ?? ''
                  ]
                    .filter(Boolean)
                    .join('\n')}
                />
              </th>
              <td data-numeric title={fullValue(offer.value)}>
                {shortValue(offer.value, 24)}
                {offer.unit && <span className="jt-Quiet"> {offer.unit}</span>}
              </td>
              <td className="jt-Quiet jt-Offer-from" title={offer.text ?? ''}>
                {cell && `[${cell.count ?? ' '}] · `}
                <span title={moment(offer.seen)}>
                  {ago(offer.seen, now, trans)}
                </span>
                {' · '}
                <code>{offer.text ?? cell?.first_line ?? ''}</code>
              </td>
              <td>
                {onKeep && (
                  <button
                    type="button"
                    className="jp-mod-styled jt-Button jt-mod-small"
                    aria-label={trans.__('Keep %1 as a metric', offer.name)}
                    onClick={() => onKeep([offer.name])}
                  >
                    {trans.__('Keep')}
                  </button>
                )}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
