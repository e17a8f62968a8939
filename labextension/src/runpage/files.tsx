import * as React from 'react';
import type { TranslationBundle } from '@jupyterlab/translation';

import { FilePreview, type IPreviewProps } from '../files/preview';
import { bytes } from '../format';
import type { Artifact, RunRecord } from '../rest';
import type { RunPageModel } from './model';

interface IFilesProps extends IPreviewProps {
  record: RunRecord;
  model: RunPageModel;
}

/** The files that the run made, each to be looked at and to be had as it was then. */
export function Files(props: IFilesProps): React.JSX.Element {
  const { record, trans } = props;
  if (!record.artifacts.length) {
    return (
      <p className="jt-Quiet">{trans.__('No file was seen to be written.')}</p>
    );
  }
  return (
    <ul className="jt-Files">
      {record.artifacts.map((artifact, place) => (
        <File
          key={`${artifact.name} ${artifact.path ?? ''}`}
          {...props}
          artifact={artifact}
          place={place}
          isOpenAtFirst={record.artifacts.length === 1}
        />
      ))}
    </ul>
  );
}

function File(
  props: IFilesProps & {
    artifact: Artifact;
    place: number;
    isOpenAtFirst: boolean;
  }
): React.JSX.Element {
  const { artifact, place, model, rendermime, trans } = props;
  const { name, kept, hash } = artifact;
  const [isOpen, setOpen] = React.useState(props.isOpenAtFirst);
  return (
    <li>
      <div className="jt-Files-head">
        {kept ? (
          <button
            type="button"
            className="jt-Section-head"
            aria-expanded={isOpen}
            title={artifact.path ?? name}
            onClick={() => setOpen(!isOpen)}
          >
            <span aria-hidden="true">{isOpen ? '▾' : '▸'}</span>
            <bdi>{name}</bdi>
          </button>
        ) : (
          <bdi title={artifact.path ?? name}>{name}</bdi>
        )}
        <span className="jt-Quiet">{told(artifact, trans)}</span>
        {kept && (
          <a
            className="jt-Link"
            href={model.artifactUrl(place)}
            download
            aria-label={trans.__('Download %1', name)}
            title={trans.__('Download it as it was then')}
          >
            {trans.__('Download')}
          </a>
        )}
      </div>
      {kept && isOpen && (
        <FilePreview
          of={`${place} ${hash ?? ''}`}
          ask={() => model.preview(place)}
          rendermime={rendermime}
          trans={trans}
        />
      )}
    </li>
  );
}

function told(artifact: Artifact, trans: TranslationBundle): string {
  const size = bytes(artifact.size);
  return artifact.kept
    ? size
    : `${size} · ${artifact.why ?? trans.__('not kept')}`;
}
