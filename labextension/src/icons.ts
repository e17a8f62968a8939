import { LabIcon } from '@jupyterlab/ui-components';

import runsSvg from '../style/runs.svg';

/** The icon of the panel and of all that belongs to it. */
export const runsIcon = new LabIcon({
  name: 'jupyter-tracker:runs',
  svgstr: runsSvg
});
