import type { TranslationBundle } from '@jupyterlab/translation';

import { bytes, shortNumber } from '../format';
import type { Metric } from '../rest';

const GPU = /^system\/gpu(\d+)(_memory)?$/;

/** What a resource is called: `system/gpu0_memory` as `GPU 0 memory`. */
export function systemTitle(name: string, trans: TranslationBundle): string {
  const [, gpu, memory] = GPU.exec(name) ?? [];
  if (gpu) {
    return memory
      ? trans.__('GPU %1 memory', gpu)
      : trans.__('GPU %1 in use', gpu);
  }
  const names: Record<string, string> = {
    'system/cpu': trans.__('CPU (one core = 100 %)'),
    'system/memory': trans.__('Memory')
  };
  return names[name] ?? name.replace(/^system\//, '');
}

/** A value of a resource with its unit. */
export function systemValue(
  { name, unit }: Pick<Metric, 'name' | 'unit'>,
  value: number
): string {
  if (unit === 'B' || /memory$/.test(name)) {
    return bytes(value);
  }
  return `${shortNumber(value)} ${unit || '%'}`;
}
