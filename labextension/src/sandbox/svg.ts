import type { IRenderMime } from '@jupyterlab/rendermime';
import { Widget } from '@lumino/widgets';

/** The kind of data that is a drawing. */
export const SVG = 'image/svg+xml';

/** Shows a recorded drawing as a picture: in an `img` it runs no script and loads nothing. */
export class SvgPicture extends Widget implements IRenderMime.IRenderer {
  constructor() {
    super();
    this.addClass('jp-RenderedImage');
  }

  renderModel(model: IRenderMime.IMimeModel): Promise<void> {
    const picture = document.createElement('img');
    picture.alt = '';
    picture.src = svgUrl(String(model.data[SVG]));
    this.node.replaceChildren(picture);
    return Promise.resolve();
  }
}

/** A drawing as the address of a picture. */
export function svgUrl(source: string): string {
  const named = /xmlns\s*=/.test(source)
    ? source
    : source.replace('<svg', '<svg xmlns="http://www.w3.org/2000/svg"');
  return `data:${SVG},${encodeURIComponent(named)}`;
}
