import * as React from 'react';

import { FilePreview } from '../files/preview';
import { Choice } from '../items/choice';
import { RecordedOutputs } from '../sandbox/outputs';
import {
  filePictures,
  pictureAt,
  shownPictures,
  stepsOf,
  type IPicture,
  type Pictures
} from './pictures';
import { Cell, Missing } from './rows';
import type { ICompareProps } from './table';

/** What stood below the n-th cell of each run that has outputs. */
export function OutputsRow(
  props: ICompareProps & { nth: number; title: string }
): React.JSX.Element {
  const { model, comparison, nth, rendermime, trans } = props;
  return (
    <tr className="jt-Compare-wide">
      <th scope="row">{props.title}</th>
      {model.columns.map(column => {
        const { run, place, isBaseline } = column;
        const shown = model.shown.of(run.id)[nth];
        if (!shown) {
          return (
            <Missing
              key={run.id}
              column={column}
              why={trans.__('%1 has no more outputs', run.name)}
            />
          );
        }
        const isSame = !isBaseline && comparison.outputs[place].same;
        return (
          <Cell key={run.id} column={column} isOther={false}>
            {isSame && model.isBrief ? (
              <span className="jt-Quiet">
                {trans.__('the same as the baseline’s')}
              </span>
            ) : (
              <RecordedOutputs
                shown={shown}
                rendermime={rendermime}
                trans={trans}
              />
            )}
          </Cell>
        );
      })}
    </tr>
  );
}

/** The pictures of the runs side by side, at a step that a slider chooses. */
export function PicturesRow(props: ICompareProps): React.JSX.Element | null {
  const { model, comparison, trans } = props;
  const groups = new Map<string, Pictures>(filePictures(comparison.files));
  const shown = new Map(
    model.columns
      .map(
        ({ run, place }) =>
          [place, shownPictures(model.shown.of(run.id))] as const
      )
      .filter(([, list]) => list.length > 0)
  );
  if (shown.size) {
    groups.set(trans.__('pictures among the outputs'), shown);
  }
  const [chosen, setChosen] = React.useState('');
  const [at, setAt] = React.useState(Number.MAX_SAFE_INTEGER);
  if (!groups.size) {
    return null;
  }
  const names = [...groups.keys()];
  const name = groups.has(chosen) ? chosen : names[0];
  const pictures = groups.get(name) as Pictures;
  const steps = stepsOf(pictures);
  const place = Math.max(0, steps.filter(step => step <= at).length - 1);
  const step = steps[place];
  return (
    <tr className="jt-Compare-wide">
      <th scope="row">
        {names.length > 1 ? (
          <Choice
            label={trans.__('Which pictures')}
            value={name}
            onChange={setChosen}
          >
            {names.map(one => (
              <option key={one} value={one}>
                {one}
              </option>
            ))}
          </Choice>
        ) : (
          <bdi title={name}>{name}</bdi>
        )}
        {steps.length > 1 && (
          <label className="jt-Compare-step">
            {trans.__('step %1 of %2', step, steps[steps.length - 1])}
            <input
              type="range"
              min={0}
              max={steps.length - 1}
              value={place}
              aria-label={trans.__('Step of the pictures')}
              aria-valuetext={String(step)}
              onChange={event => setAt(steps[Number(event.target.value)])}
            />
          </label>
        )}
      </th>
      {model.columns.map(column => {
        const picture = pictureAt(pictures.get(column.place), step);
        return picture ? (
          <Cell key={column.run.id} column={column} isOther={false}>
            <Picture
              {...props}
              picture={picture}
              run={column.run.id}
              name={column.run.name}
            />
            {picture.step < step && (
              <span className="jt-Quiet">
                {trans.__('of step %1', picture.step)}
              </span>
            )}
          </Cell>
        ) : (
          <Missing
            key={column.run.id}
            column={column}
            why={trans.__('%1 has no such picture by then', column.run.name)}
          />
        );
      })}
    </tr>
  );
}

function Picture(
  props: ICompareProps & { picture: IPicture; run: string; name: string }
): React.JSX.Element {
  const { picture, run, model, trans } = props;
  const { url, place = 0, hash = null } = picture;
  return url ? (
    <img
      className="jt-Picture"
      src={url}
      alt={trans.__('Picture %1 of %2', picture.step, props.name)}
    />
  ) : (
    <FilePreview
      of={`${run} ${place} ${hash}`}
      ask={() => model.preview(run, place, hash)}
      rendermime={props.rendermime}
      trans={trans}
    />
  );
}
