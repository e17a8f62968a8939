import type { IOutput } from '@jupyterlab/nbformat';
import { expect, it } from 'vitest';

import { fetches, withoutFetching } from '../figures';

const PLOTLY = 'application/vnd.plotly.v1+json';

it('a figure that draws its own data is shown', () => {
  const template = { data: { choropleth: [{ type: 'choropleth' }] } };
  const figure = {
    data: [{ type: 'scatter', y: [1], hovertemplate: 'see https://a.example' }],
    layout: { template, title: { text: '<b>loss</b>' } }
  };
  expect(fetches(figure)).toBe(false);
});

it.each([
  { data: [{ type: 'scattergeo' }], layout: {} },
  { data: [], layout: { images: [{ source: 'https://a.example/x.png' }] } },
  { data: [], layout: { images: [{ source: '//a.example/x.png' }] } },
  { data: { url: 'https://a.example/d.csv' }, mark: 'bar' },
  { data: [{ type: 'bar', text: ['<a href="javascript:run()">x</a>'] }] },
  { data: [], layout: { title: '<img src="https://a.example/x.png">' } }
])('a figure that would fetch something is not: %j', figure => {
  expect(fetches(figure)).toBe(true);
  const outputs = [
    {
      output_type: 'display_data',
      metadata: {},
      data: { [PLOTLY]: figure, 'text/plain': 'Figure' }
    }
  ] as unknown as IOutput[];
  expect(withoutFetching(outputs)[0].data).toEqual({ 'text/plain': 'Figure' });
});
