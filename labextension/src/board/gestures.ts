import type uPlot from 'uplot';

const SMALLEST = 4;
const STEP = 0.02;
const CLOSER = 0.25;

/** What gestures ask for. */
export interface IGestures {
  /** Show this part of x. */
  onX: (range: [number, number]) => void;
  /** Show this part of y. */
  onY: (range: [number, number]) => void;
  /** Show all again. */
  onBack: () => void;
}

/** Drag along x, or along y with shift, double click to go back; on the keyboard arrows, + and −, 0. */
export function gestures(host: HTMLElement, asked: IGestures): uPlot.Plugin {
  let plot: uPlot | null = null;
  const onDown = (event: MouseEvent) => {
    if (plot) {
      const { drag } = plot.cursor;
      Object.assign(drag ?? {}, { x: !event.shiftKey, y: event.shiftKey });
    }
  };
  const onKey = (event: KeyboardEvent) => {
    if (plot && Private.key(plot, event.key, asked)) {
      event.preventDefault();
      event.stopPropagation();
    }
  };
  return {
    hooks: {
      init: made => {
        plot = made;
        made.over.addEventListener('mousedown', onDown, { capture: true });
        made.over.addEventListener('dblclick', asked.onBack);
        host.addEventListener('keydown', onKey);
      },
      destroy: () => host.removeEventListener('keydown', onKey),
      setSelect: made => Private.selected(made, asked)
    }
  };
}

namespace Private {
  export function selected(plot: uPlot, asked: IGestures): void {
    const { left, top, width, height } = plot.select;
    const isUpright = plot.cursor.drag?.y === true;
    plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
    if (isUpright && height > SMALLEST) {
      asked.onY([plot.posToVal(top + height, 'y'), plot.posToVal(top, 'y')]);
    } else if (!isUpright && width > SMALLEST) {
      asked.onX([plot.posToVal(left, 'x'), plot.posToVal(left + width, 'x')]);
    }
  }

  /** Do what a key means; whether it means something. */
  export function key(plot: uPlot, key: string, asked: IGestures): boolean {
    const { clientWidth: width, clientHeight: height } = plot.over;
    const at =
      (plot.cursor.left ?? -1) < 0 ? width / 2 : (plot.cursor.left ?? 0);
    const across = (from: number, to: number) =>
      asked.onX([plot.posToVal(from, 'x'), plot.posToVal(to, 'x')]);
    switch (key) {
      case 'ArrowLeft':
      case 'ArrowRight': {
        const by = width * STEP * (key === 'ArrowLeft' ? -1 : 1);
        const left = Math.min(width - 1, Math.max(0, at + by));
        plot.setCursor({ left, top: height / 2 });
        return true;
      }
      case '+':
      case '=':
        across(at - width * CLOSER, at + width * CLOSER);
        return true;
      case '-':
        across(-width / 2, width * 1.5);
        return true;
      case '0':
        asked.onBack();
        return true;
      default:
        return false;
    }
  }
}
