import {
  RenderMimeRegistry,
  type IRenderMimeRegistry
} from '@jupyterlab/rendermime';

import { FIGURES } from './figures';
import { undrawn } from './markdown';
import { RecordedSanitizer } from './sanitizer';
import { PICTURES, Picture } from './picture';
import { harmless } from './typesetter';

/** What recorded outputs may be shown as: all else falls back to one of these. */
const SHOWN = [
  ...FIGURES,
  'text/html',
  'text/markdown',
  'text/latex',
  'application/json',
  'text/plain',
  'application/vnd.jupyter.stdout',
  'application/vnd.jupyter.stderr'
];

/** A registry that shows what a run recorded, and trusts none of it: no script, no command, nothing from another host. */
export function recordedOnly(
  rendermime: IRenderMimeRegistry
): RenderMimeRegistry {
  const { latexTypesetter, markdownParser, translator } =
    rendermime as RenderMimeRegistry;
  const only = new RenderMimeRegistry({
    sanitizer: new RecordedSanitizer(rendermime.sanitizer),
    latexTypesetter: latexTypesetter ? harmless(latexTypesetter) : undefined,
    markdownParser: markdownParser ? undrawn(markdownParser) : undefined,
    translator
  });
  for (const type of SHOWN) {
    const factory = rendermime.getFactory(type);
    if (factory?.safe) {
      only.addFactory(
        { ...factory, mimeTypes: [type] },
        rank(rendermime, type)
      );
    }
  }
  for (const type of PICTURES) {
    const createRenderer = () => new Picture(type);
    only.addFactory(
      { safe: true, mimeTypes: [type], createRenderer },
      rank(rendermime, type)
    );
  }
  return only;
}

function rank(rendermime: IRenderMimeRegistry, type: string): number {
  return (rendermime as RenderMimeRegistry).getRank(type) ?? 100;
}
