import type { IRenderMime } from '@jupyterlab/rendermime';

/** Attributes that load something by themselves. */
const LOADING = [
  'src',
  'srcset',
  'poster',
  'background',
  'data',
  'lowsrc',
  'dynsrc',
  'manifest',
  'ping',
  'xlink:href'
];

/** Attributes that do something when clicked, beside links. */
const ACTING = ['action', 'formaction', 'target', 'download', 'cite'];

/** What is there already: bytes in the text itself, or in the notebook that it belongs to. */
const EMBEDDED = /^(data:(image|audio|video)\/|attachment:)/i;
/** Addresses that may be followed; without ids a fragment would lead nowhere. */
const FOLLOWED = /^(https?:\/\/|mailto:)/i;

/** Elements whose address is followed at a click, and not before. */
const LINKS = ['a', 'area'];

/** Elements that load or run whatever their attributes say. */
const GONE =
  'script, style, link, meta, base, iframe, frame, object, embed, applet, form, template, noscript';

/** Elements that load what they name. */
const FETCHING = 'link, meta, base, iframe, frame, object, embed, applet';

/** What in a style loads something. */
const STYLED = /url\s*\(|image|@import|src\s*\(|\\/i;

/** Styles that load something, or that reach out of their place. */
const REACHING =
  /url|image|src|expression|import|\\|position|z-index|inset|animation/i;

/** Classes of JupyterLab's own parts and ours: what was recorded must not look like them. */
const OURS = /^(jp|lm|jt|p|bp\d)-/;

/** Makes of HTML that was recorded what may stand in a page: what JupyterLab's own sanitizer leaves, without anything that loads from elsewhere, runs a command, or passes for a part of JupyterLab. */
export class RecordedSanitizer implements IRenderMime.ISanitizer {
  constructor(private readonly _first: IRenderMime.ISanitizer) {}

  /** Names would hide properties of the document. */
  readonly allowNamedProperties = false;

  /** No link is made of a text that only looks like one. */
  getAutolink(): boolean {
    return false;
  }

  sanitize(dirty: string, options?: IRenderMime.ISanitizerOptions): string {
    return local(this._first.sanitize(dirty, options));
  }
}

/** Whether HTML loads something from elsewhere by itself. */
export function loads(html: string): boolean {
  const { head, body } = new DOMParser().parseFromString(html, 'text/html');
  return [...head.querySelectorAll('*'), ...body.querySelectorAll('*')].some(
    element =>
      element.matches(FETCHING) ||
      (element.localName === 'style' && STYLED.test(element.textContent)) ||
      [...element.attributes].some(
        ({ name, value }) =>
          (LOADING.includes(name.toLowerCase()) &&
            !EMBEDDED.test(value.trim())) ||
          (name === 'style' && STYLED.test(value)) ||
          (name === 'href' &&
            !LINKS.includes(element.localName) &&
            !value.startsWith('#'))
      )
  );
}

/** HTML in which nothing loads or acts by itself; links of the web stay links. */
export function local(html: string): string {
  // a document of its own: nothing of it runs or loads while it is looked at
  const { body } = new DOMParser().parseFromString(html, 'text/html');
  body.querySelectorAll(GONE).forEach(element => element.remove());
  for (const element of body.querySelectorAll('*')) {
    for (const { name, value } of [...element.attributes]) {
      if (!isHarmless(element.localName, name.toLowerCase(), value)) {
        element.removeAttribute(name);
      }
    }
    const kept = [...element.classList].filter(one => !OURS.test(one));
    if (kept.length < element.classList.length) {
      element.className = kept.join(' ');
    }
  }
  // eslint-disable-next-line no-restricted-properties -- read, never written
  return body.innerHTML;
}

function isHarmless(tag: string, name: string, value: string): boolean {
  if (LOADING.includes(name)) {
    return EMBEDDED.test(value.trim());
  }
  if (name === 'href') {
    return LINKS.includes(tag) && FOLLOWED.test(value.trim());
  }
  if (name === 'style') {
    return !REACHING.test(value);
  }
  return (
    !ACTING.includes(name) &&
    !name.startsWith('on') &&
    !name.startsWith('data-') &&
    name !== 'id' &&
    name !== 'name'
  );
}
