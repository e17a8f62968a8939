import * as React from 'react';
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';

import { Editable } from '../editable';

afterEach(cleanup);

function show(text: string, isLong = false) {
  const onChange = vi.fn();
  render(
    <Editable
      text={text}
      label="Name"
      placeholder="no name"
      className="x"
      isLong={isLong}
      onChange={onChange}
    />
  );
  fireEvent.click(screen.getByRole('button'));
  return { onChange, input: screen.getByRole('textbox', { name: 'Name' }) };
}

it('Enter keeps what was typed, and the keyboard stays where it was', () => {
  const { onChange, input } = show('rf');
  expect(document.activeElement).toBe(input);
  fireEvent.change(input, { target: { value: ' best forest ' } });
  fireEvent.keyDown(input, { key: 'Enter' });
  expect(onChange).toHaveBeenCalledExactlyOnceWith('best forest');
  expect(document.activeElement).toBe(
    screen.getByRole('button', { name: 'Name: rf' })
  );
});

it('Escape forgets it', () => {
  const { onChange, input } = show('rf');
  fireEvent.change(input, { target: { value: 'gb' } });
  fireEvent.keyDown(input, { key: 'Escape' });
  expect(onChange).not.toHaveBeenCalled();
  expect(screen.getByRole('button', { name: 'Name: rf' })).toBeTruthy();
});

it('leaving it keeps it, and nothing is sent where nothing changed', () => {
  const { onChange, input } = show('rf');
  fireEvent.blur(input);
  expect(onChange).not.toHaveBeenCalled();
});

it('in a text of several lines Enter makes a line', () => {
  const { onChange, input } = show('a note', true);
  fireEvent.keyDown(input, { key: 'Enter' });
  expect(onChange).not.toHaveBeenCalled();
  fireEvent.change(input, { target: { value: 'a longer note' } });
  fireEvent.keyDown(input, { key: 'Enter', ctrlKey: true });
  expect(onChange).toHaveBeenCalledExactlyOnceWith('a longer note');
});
