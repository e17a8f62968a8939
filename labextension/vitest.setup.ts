/* What JupyterLab's packages expect of a browser and jsdom does not have. */
class Nothing {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
}

Object.assign(globalThis, {
  DragEvent: globalThis.DragEvent ?? MouseEvent,
  ResizeObserver: globalThis.ResizeObserver ?? Nothing
});
window.matchMedia ??= (query: string) =>
  ({
    matches: false,
    media: query,
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
    addListener: () => undefined,
    removeListener: () => undefined
  }) as unknown as MediaQueryList;
