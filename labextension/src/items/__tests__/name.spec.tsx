import * as React from 'react';
import { nullTranslator } from '@jupyterlab/translation';
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';

import { Name } from '../name';

afterEach(cleanup);

const trans = nullTranslator.load('jupyter-tracker');

it('its button opens the menu that the right button opens', () => {
  const opened = vi.fn();
  render(
    <div onContextMenu={event => opened((event.target as Element).className)}>
      <Name name="lr" trans={trans} origin="lr = 0.1" />
    </div>
  );
  fireEvent.click(screen.getByRole('button', { name: 'What lr is' }));
  expect(opened).toHaveBeenCalledExactlyOnceWith('jt-Name-more');
  expect(screen.getByText('lr').closest('[data-name]')).toBeTruthy();
});

it('where it is from is asked when the pointer first comes over it', async () => {
  const ask = vi.fn().mockResolvedValue('seen in cell [3]');
  render(<Name name="lr" trans={trans} ask={ask} />);
  expect(ask).not.toHaveBeenCalled();
  fireEvent.pointerEnter(screen.getByText('lr'));
  expect(await screen.findByTitle('seen in cell [3]')).toBeTruthy();
  fireEvent.pointerEnter(screen.getByText('lr'));
  expect(ask).toHaveBeenCalledOnce();
});
