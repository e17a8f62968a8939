import { UUID } from '@lumino/coreutils';

import type { ChartCard, Smoothing } from '../rest';
import { omit } from './omit';

/** A chart as it was chosen. */
export interface ICard extends ChartCard {
  id: string;
  /** What a drag in a scatter does; at first it draws a box around runs. */
  drag?: 'box' | 'lasso' | 'zoom';
}

/** What holds for all charts of a board, and which they are. */
export interface IBoard {
  /** All runs that the filter leaves, or those whose curves the panel shows. */
  which: 'listed' | 'shown';
  /** What stands on x of curves: step, relative, time or a metric. */
  over: string;
  smoothing: Smoothing | null;
  /** What curves are put together by. */
  by: string;
  band: NonNullable<ChartCard['band']>;
  colour: string;
  dash: string;
  /** By whose values each chart becomes several, side by side. */
  facet: string;
  cards: ICard[];
}

/** A board before anybody has chosen. */
export const FIRST_BOARD: IBoard = {
  which: 'listed',
  over: 'step',
  smoothing: null,
  by: '',
  band: 'mean-ci',
  colour: '',
  dash: '',
  facet: '',
  cards: []
};

/** A chart that was not there. */
export function newCard(about: ChartCard): ICard {
  return { ...about, id: UUID.uuid4() };
}

/** What a card asks of the server: what was chosen for it and for the board. */
export function asked(card: ICard, board: IBoard): ChartCard {
  const own = omit(card, 'id', 'drag');
  if (card.kind === 'curve') {
    return {
      ...own,
      over: card.over || board.over,
      smoothing: board.smoothing,
      ...(board.by ? { by: board.by, band: board.band } : {}),
      ...(board.colour ? { colour: board.colour } : {}),
      ...(board.dash ? { dash: board.dash } : {})
    };
  }
  return board.colour && takesColour(card)
    ? { colour: board.colour, ...own }
    : own;
}

/** What was kept of a board, as far as it is one. */
export function readBoard(kept: unknown): IBoard | null {
  if (!kept || typeof kept !== 'object' || !('cards' in kept)) {
    return null;
  }
  const { cards, ...rest } = kept as Partial<IBoard>;
  return {
    ...FIRST_BOARD,
    ...rest,
    cards: Array.isArray(cards)
      ? cards.filter(card => typeof card?.id === 'string' && card.kind)
      : []
  };
}

/** Cards in another order: the one with this id as many places further. */
export function moved(
  cards: readonly ICard[],
  id: string,
  by: number
): ICard[] {
  const from = cards.findIndex(card => card.id === id);
  const to = Math.min(cards.length - 1, Math.max(0, from + by));
  const others = cards.filter(card => card.id !== id);
  return from < 0
    ? [...cards]
    : [...others.slice(0, to), cards[from], ...others.slice(to)];
}

function takesColour(card: ICard): boolean {
  return card.kind === 'scatter' || card.kind === 'parallel';
}
