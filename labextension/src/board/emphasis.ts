import type uPlot from 'uplot';

import { valuesOf, type ILine } from './plotdata';

const FADE = 0.75;
const THICK = 3;

/** One curve drawn thick over the others, which are faded: on a canvas of its own, since drawing a hundred curves anew at every move of the pointer takes too long. */
export class Emphasis {
  constructor(private readonly _plot: uPlot) {
    this._canvas.className = 'jt-Emphasis';
    this._canvas.hidden = true;
    _plot.over.prepend(this._canvas);
  }

  /** Emphasize this curve, in place of another one; null: none. */
  show(line: ILine | null): void {
    this._canvas.hidden = line === null;
    const pen = this._canvas.getContext('2d');
    if (!line || !pen) {
      return;
    }
    const { clientWidth: width, clientHeight: height } = this._plot.over;
    const fine = window.devicePixelRatio || 1;
    this._canvas.width = Math.round(width * fine);
    this._canvas.height = Math.round(height * fine);
    pen.scale(fine, fine);
    const style = getComputedStyle(this._plot.root);
    pen.globalAlpha = FADE;
    pen.fillStyle = style.getPropertyValue('--jp-layout-color1') || 'white';
    pen.fillRect(0, 0, width, height);
    pen.globalAlpha = 1;
    pen.strokeStyle = line.ink;
    pen.lineWidth = THICK;
    pen.lineJoin = 'round';
    pen.stroke(this._path(line));
  }

  private _path(line: ILine): Path2D {
    const path = new Path2D();
    const values = valuesOf(line, 'main');
    let isDown = false;
    line.x.forEach((x, place) => {
      const value = values[place];
      if (value === null || value === undefined) {
        isDown = false;
        return;
      }
      const left = this._plot.valToPos(x, 'x');
      const top = this._plot.valToPos(value, 'y');
      if (isDown) {
        path.lineTo(left, top);
      } else {
        path.moveTo(left, top);
      }
      isDown = true;
    });
    return path;
  }

  private readonly _canvas = document.createElement('canvas');
}
