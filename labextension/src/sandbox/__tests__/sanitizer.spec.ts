import { Sanitizer } from '@jupyterlab/apputils';
import { describe, expect, it } from 'vitest';

import { restorable } from '../restored';
import { RecordedSanitizer, loads, local } from '../sanitizer';

const HOSTILE = [
  '<img src=x onerror="run()">',
  '<img src="https://elsewhere.example/a.png">',
  '<img src="//elsewhere.example/a.png">',
  '<img srcset="https://elsewhere.example/a.png 2x" src="data:image/png;base64,AA">',
  '<video poster="https://elsewhere.example/p.png"></video>',
  '<table background="https://elsewhere.example/p.png"><tr><td>x</td></tr></table>',
  '<div style="background-image: url(https://elsewhere.example/a.png)">x</div>',
  '<div style="background: u\\72l(https://elsewhere.example/a.png)">x</div>',
  '<div style="position: fixed; inset: 0">x</div>',
  '<a href="javascript:run()">x</a>',
  '<a href=" java&#x09;script:run()">x</a>',
  '<a href="data:text/html,<script>run()</script>">x</a>',
  '<a href="/hub/logout">x</a>',
  '<button data-commandlinker-command="run" data-commandlinker-args="{}">x</button>',
  '<form action="https://elsewhere.example"><input formaction="javascript:run()"></form>',
  '<iframe srcdoc="<script>run()</script>"></iframe>',
  '<object data="https://elsewhere.example/a.swf"></object>',
  '<svg><script>run()</script><image href="https://elsewhere.example/a.png"/></svg>',
  '<math><mtext><style><img src=x onerror=run()></style></mtext></math>',
  '<link rel="stylesheet" href="https://elsewhere.example/a.css">',
  '<style>@import "https://elsewhere.example/a.css"</style>',
  '<base href="https://elsewhere.example/"><p id="jupyter-config-data" class="jp-Dialog">x</p>'
];

const sanitizer = new RecordedSanitizer(new Sanitizer());

for (const html of HOSTILE) {
  it(`nothing acts or loads of ${html}`, () => {
    for (const clean of [sanitizer.sanitize(html), local(html)]) {
      expect(clean).not.toMatch(/elsewhere|<script|<style|<iframe|<object/);
      const { body } = new DOMParser().parseFromString(clean, 'text/html');
      for (const element of body.querySelectorAll('*')) {
        for (const { name, value } of element.attributes) {
          expect(`${name}=${value}`).not.toMatch(
            /^on|elsewhere|javascript|script:|commandlinker|position|^id=|jp-|logout|^href=data/i
          );
        }
      }
    }
  });
}

it('what is harmless stays', () => {
  const html =
    '<table class="dataframe"><tbody><tr><td style="color: red">1</td></tr></tbody></table>';
  expect(sanitizer.sanitize(html)).toContain('class="dataframe"');
  expect(sanitizer.sanitize(html)).toContain('color');
  const picture = '<img alt="a" src="data:image/png;base64,AA==">';
  expect(sanitizer.sanitize(picture)).toContain('data:image/png');
  const link = '<a href="https://example.org/paper">x</a>';
  expect(sanitizer.sanitize(link)).toContain('https://example.org/paper');
});

it('no text becomes a link by itself', () => {
  expect(sanitizer.getAutolink()).toBe(false);
});

describe('what is put back into a notebook', () => {
  it.each([
    '<table class="dataframe"><style scoped>td { color: red }</style></table>',
    '<a href="https://a.example">link</a>',
    '<img src="data:image/png;base64,iVBO">',
    '<svg><use href="#a"/></svg>'
  ])('is as it was where it loads nothing: %s', html => {
    expect(loads(html)).toBe(false);
  });

  it.each([
    '<img src="https://a.example/x.png">',
    '<div style="background: URL(//a.example/x.png)">',
    '<style>@import "https://a.example/x.css"</style>',
    '<iframe srcdoc="x"></iframe>',
    '<svg><image href="https://a.example/x.png"/></svg>',
    '<video poster="//a.example/x.png"></video>'
  ])('loses what would be fetched: %s', html => {
    const output = (data: object) => ({
      output_type: 'display_data',
      metadata: {},
      data: { 'text/plain': 'x', ...data }
    });
    const { outputs, isLess } = restorable([
      output({ 'text/html': html }),
      output({ 'text/markdown': '![](https://a.example/x.png)' }),
      output({ 'text/markdown': '**fine**' })
    ]);
    expect(isLess).toBe(true);
    expect(JSON.stringify(outputs)).not.toContain('a.example');
    expect(outputs[2].data).toHaveProperty(['text/markdown']);
  });
});
