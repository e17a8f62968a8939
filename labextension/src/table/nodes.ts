import { SPARK_HEIGHT, SPARK_WIDTH, sparkPoints } from '../items/sparkline';

const SVG = 'http://www.w3.org/2000/svg';

/** An element of a line. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  className: string,
  attributes: Record<string, string>
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  made.className = className;
  for (const [name, value] of Object.entries(attributes)) {
    made.setAttribute(name, value);
  }
  return made;
}

/** A button that does what `act` says. */
export function button(className: string, act: string): HTMLButtonElement {
  const made = element('button', className, { type: 'button', tabindex: '-1' });
  made.dataset.act = act;
  return made;
}

/** Show a text. Where one stands already its node is used again, which costs the browser least. */
export function show(node: HTMLElement, text: string): void {
  const { firstChild } = node;
  if (firstChild instanceof Text && firstChild === node.lastChild) {
    if (firstChild.data !== text) {
      firstChild.data = text;
    }
  } else if (firstChild || text) {
    node.textContent = text;
  }
}

/** Tell something on hover. */
export function hint(node: HTMLElement, text: string): void {
  if (node.title !== text) {
    node.title = text;
  }
}

/** Say what a control does, on hover and to a screen reader. */
export function label(node: HTMLElement, text: string): void {
  hint(node, text);
  attribute(node, 'aria-label', text);
}

/** Set an attribute where it is another one. */
export function attribute(
  node: HTMLElement,
  name: string,
  value: string
): void {
  if (node.getAttribute(name) !== value) {
    node.setAttribute(name, value);
  }
}

/** Set a property for style sheets where it is another one. */
export function property(node: HTMLElement, name: string, value: string): void {
  if (node.style.getPropertyValue(name) !== value) {
    node.style.setProperty(name, value);
  }
}

/** A small curve. */
export function spark(
  values: readonly (number | null)[],
  colour: string
): SVGElement {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('class', 'jt-Spark');
  svg.setAttribute('width', String(SPARK_WIDTH));
  svg.setAttribute('height', String(SPARK_HEIGHT));
  svg.setAttribute('aria-hidden', 'true');
  const points = sparkPoints(values);
  if (points) {
    const line = document.createElementNS(SVG, 'polyline');
    line.setAttribute('points', points);
    line.setAttribute('stroke', colour);
    line.setAttribute('fill', 'none');
    svg.append(line);
  }
  return svg;
}
