import type { ICellModel } from '@jupyterlab/cells';
import { sha256 } from '@noble/hashes/sha2';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils';

/** `%%track …` or `# track: …` in the first line. */
const DIRECTIVE = /^(?:%%track\b|#\s*track:)[^\n]*\n?/;
const TAG = /^track(?::|$)/;

/** Whether a cell says that it is tracked: in its first line, or by a tag. */
export function isTrackedCell(model: ICellModel): boolean {
  return (
    DIRECTIVE.test(model.sharedModel.getSource()) ||
    tags(model).some(tag => tag === 'track')
  );
}

/** Have a cell tracked, or not any more; Undo takes it back. */
export function toggleTracked(model: ICellModel): void {
  const { sharedModel } = model;
  const source = sharedModel.getSource();
  if (!isTrackedCell(model)) {
    sharedModel.setSource(`%%track\n${source}`);
    return;
  }
  if (DIRECTIVE.test(source)) {
    sharedModel.setSource(source.replace(DIRECTIVE, ''));
  }
  if (tags(model).includes('track')) {
    const others = tags(model).filter(tag => !TAG.test(tag));
    model.setMetadata('tags', others);
  }
}

/** What the server calls a source. */
export function hash(source: string): string {
  return bytesToHex(sha256(utf8ToBytes(source)));
}

function tags(model: ICellModel): string[] {
  const said: unknown = model.getMetadata('tags');
  return Array.isArray(said)
    ? said.filter((tag): tag is string => typeof tag === 'string')
    : [];
}
