import type { IRenderMime } from '@jupyterlab/rendermime';
import { Widget } from '@lumino/widgets';

/** The kind of data that is a drawing. */
export const SVG = 'image/svg+xml';

/** The kinds of data that are pictures. */
export const PICTURES = [
  'image/png',
  'image/jpeg',
  'image/gif',
  'image/webp',
  'image/bmp',
  SVG
];

/** Shows a recorded picture or drawing in an `img`, where it runs no script and loads nothing; what is said of it beside is what stands for it. */
export class Picture extends Widget implements IRenderMime.IRenderer {
  constructor(private readonly _type: string) {
    super();
    this.addClass('jp-RenderedImage');
  }

  renderModel(model: IRenderMime.IMimeModel): Promise<void> {
    const { data, metadata } = model;
    const picture = document.createElement('img');
    picture.alt = String(data['text/plain'] ?? '');
    picture.src = pictureUrl(this._type, data[this._type]);
    const { width, height } = (metadata[this._type] ?? {}) as {
      width?: unknown;
      height?: unknown;
    };
    if (typeof width === 'number') {
      picture.width = width;
    }
    if (typeof height === 'number') {
      picture.height = height;
    }
    this.node.replaceChildren(picture);
    return Promise.resolve();
  }
}

/** A picture of an output as an address: bytes are in base64, drawings are text, either perhaps in lines. */
export function pictureUrl(type: string, value: unknown): string {
  const text = Array.isArray(value) ? value.join('') : String(value);
  if (type !== SVG) {
    return `data:${type};base64,${text.replace(/\s/g, '')}`;
  }
  const named = /xmlns\s*=/.test(text)
    ? text
    : text.replace('<svg', '<svg xmlns="http://www.w3.org/2000/svg"');
  return `data:${SVG},${encodeURIComponent(named)}`;
}
