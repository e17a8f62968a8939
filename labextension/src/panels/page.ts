import { Panel, type Widget } from '@lumino/widgets';

/** What a tab shows as a region of its own: JupyterLab calls the tab's content by a name that is the same for all. */
export function page(label: string, parts: readonly Widget[]): Panel {
  const panel = new Panel();
  panel.addClass('jt-Page');
  panel.node.setAttribute('role', 'region');
  panel.node.setAttribute('aria-label', label);
  for (const part of parts) {
    panel.addWidget(part);
  }
  return panel;
}
