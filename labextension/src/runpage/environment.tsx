import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import { bytes, duration } from '../format';
import { Fold } from '../items/fold';
import { drawn } from '../panels/drawn';
import { SeenPanel } from '../panels/seen';
import type { PackageInfo, Packages, RunRecord } from '../rest';
import { Asked } from './asked';
import type { RunPageModel } from './model';
import type { IRunProps } from './side';

/** Python, machine, packages: what the run ran in, and how to have it again. */
export class EnvironmentView extends SeenPanel {
  constructor(
    model: RunPageModel,
    trans: TranslationBundle,
    onRequirements: () => void
  ) {
    super();
    this._page = model;
    this._packages = new Asked(model, () => model.packages());
    const draw = () =>
      model.record && (
        <>
          <PackageLists
            packages={this._packages}
            record={model.record}
            trans={trans}
            onRequirements={onRequirements}
          />
          <h2>{trans.__('Python and machine')}</h2>
          <Environment record={model.record} trans={trans} />
        </>
      );
    this.addWidget(drawn(this._packages.stateChanged, draw));
    model.stateChanged.connect(this._onPage, this);
  }

  override dispose(): void {
    if (!this.isDisposed) {
      this._page.stateChanged.disconnect(this._onPage, this);
      this._packages.dispose();
      super.dispose();
    }
  }

  protected override onSeen(isSeen: boolean): void {
    this._packages.isActive = isSeen;
  }

  private _onPage(): void {
    this._packages.stateChanged.emit();
  }

  private readonly _page: RunPageModel;
  private readonly _packages: Asked<Packages>;
}

function PackageLists(props: {
  packages: Asked<Packages>;
  record: RunRecord;
  trans: TranslationBundle;
  onRequirements: () => void;
}): React.JSX.Element {
  const { packages, trans } = props;
  const { answer, error } = packages;
  if (!answer) {
    return (
      <p className="jt-Quiet" role={error ? 'alert' : 'status'}>
        {error || trans.__('Looking for what it imports…')}
      </p>
    );
  }
  return (
    <section>
      <div className="jt-Code-bar">
        <h2>{trans.__('Packages')}</h2>
        <span className="jt-Code-actions">
          <button
            type="button"
            className="jp-mod-styled jt-Button jt-Writes"
            title={trans.__(
              'Write what the run imports, and what that needs, in exact versions into a new file'
            )}
            onClick={props.onRequirements}
          >
            {trans.__('Save requirements')}
          </button>
        </span>
      </div>
      {answer.unknown.length > 0 && (
        <p className="jt-Problem">
          {trans.__(
            'Imported, and no package that was installed then: %1',
            answer.unknown.join(', ')
          )}
        </p>
      )}
      {answer.direct.length > 0 ? (
        <PackageTable
          label={trans.__('Packages that the run imports')}
          packages={answer.direct}
        />
      ) : (
        <p className="jt-Quiet">
          {trans.__('The cells it depends on import no package.')}
        </p>
      )}
      <Packed
        label={trans.__('needed by those (%1)', answer.through.length)}
        packages={answer.through}
      />
      <Packed
        label={trans.__('also installed (%1)', answer.installed.length)}
        packages={answer.installed}
      />
    </section>
  );
}

function Packed(props: {
  label: string;
  packages: readonly PackageInfo[];
}): React.JSX.Element | null {
  return props.packages.length ? (
    <Fold label={props.label}>
      <PackageTable {...props} />
    </Fold>
  ) : null;
}

function PackageTable(props: {
  label: string;
  packages: readonly PackageInfo[];
}): React.JSX.Element {
  return (
    <table className="jt-Table jt-Packages" aria-label={props.label}>
      <tbody>
        {props.packages.map(({ name, version, modules }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>{version}</td>
            <td className="jt-Quiet">
              {modules.filter(module => module !== name).join(', ')}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Python, git, seeds, what it took: what the run ran in. */
function Environment({ record, trans }: IRunProps): React.JSX.Element {
  const { memory, ...environment } = record.environment;
  const { wall, cpu, rss_peak: peak, ...resources } = record.resources;
  const facts: [string, string][] = [
    ...flat(environment),
    ...told(trans.__('memory'), memory, bytes),
    ...told(trans.__('time'), wall, duration),
    ...told(trans.__('CPU time'), cpu, duration),
    ...told(trans.__('most memory used'), peak, bytes),
    ...flat(resources, 'resources.')
  ];
  return facts.length ? (
    <dl className="jt-Facts">
      {facts.map(([name, text]) => (
        <React.Fragment key={name}>
          <dt>{name}</dt>
          <dd>{text}</dd>
        </React.Fragment>
      ))}
    </dl>
  ) : (
    <p className="jt-Quiet">
      {trans.__('Nothing is known of its environment.')}
    </p>
  );
}

function told(
  name: string,
  value: unknown,
  tell: (value: number) => string
): [string, string][] {
  return typeof value === 'number' ? [[name, tell(value)]] : [];
}

/** What is known by dotted names; texts that lie elsewhere in the store are left out. */
function flat(value: object, prefix = ''): [string, string][] {
  return Object.entries(value).flatMap(([name, item]): [string, string][] => {
    if (item === null || item === undefined) {
      return [];
    }
    if (typeof item === 'object' && !Array.isArray(item)) {
      return flat(item as object, `${prefix}${name}.`);
    }
    const text = String(item);
    return text.startsWith('b3:') ? [] : [[prefix + name, text]];
  });
}
