import * as React from 'react';
import type { TranslationBundle } from '@jupyterlab/translation';

import { parseTag } from '../commands';
import type { Texts } from '../rest';

/** The tags of a run, each to be taken off, and a place to type another. */
export function Tags(props: {
  tags: Texts;
  trans: TranslationBundle;
  /** Whether they cannot be changed. */
  isFixed?: boolean;
  onEdit: (tags: Record<string, string | null>) => void;
}): React.JSX.Element {
  const { tags, trans, onEdit, isFixed } = props;
  const [draft, setDraft] = React.useState('');
  return (
    <>
      <h2>{trans.__('Tags')}</h2>
      <ul className="jt-Tags" aria-label={trans.__('Tags')}>
        {Object.entries(tags).map(([tag, text]) => (
          <li key={tag} className="jt-Tag">
            <bdi>{text ? `${tag}=${text}` : tag}</bdi>
            {!isFixed && (
              <button
                type="button"
                className="jt-Tag-off"
                title={trans.__('Take it off')}
                aria-label={trans.__('Take off the tag %1', tag)}
                onClick={() => onEdit({ [tag]: null })}
              >
                ×
              </button>
            )}
          </li>
        ))}
        <li hidden={isFixed}>
          <input
            type="text"
            className="jt-Tag-new"
            aria-label={trans.__('Add a tag')}
            placeholder={trans.__('tag or tag=text')}
            value={draft}
            onChange={event => setDraft(event.target.value)}
            onKeyDown={event => {
              event.stopPropagation();
              if (event.key === 'Enter' && draft.trim()) {
                onEdit(parseTag(draft.trim()));
                setDraft('');
              }
            }}
          />
        </li>
      </ul>
    </>
  );
}
