import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import * as React from 'react';

import { Embedded } from '../items/embedded';

const MARKDOWN = 'text/markdown';

/** A recorded text as Markdown; `rendermime` is one of `recordedOnly`. */
export function RecordedMarkdown(props: {
  text: string;
  rendermime: IRenderMimeRegistry;
}): React.JSX.Element {
  const { text, rendermime } = props;
  return (
    <Embedded
      of={text}
      className="jt-Markdown"
      make={() => {
        const renderer = rendermime.createRenderer(MARKDOWN);
        const data = { [MARKDOWN]: text };
        void renderer.renderModel(
          rendermime.createModel({ data, trusted: false })
        );
        return renderer;
      }}
    />
  );
}
