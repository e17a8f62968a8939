import type { NotebookPanel } from '@jupyterlab/notebook';
import { CommsOverSubshells, type Kernel } from '@jupyterlab/services';
import { sha256 } from '@noble/hashes/sha2';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils';

/** The comm target to which a kernel with the tracker opens a comm (its side: `capture/notebook.py`). */
export const COMM_TARGET = 'jupyter_tracker';

type Order = [id: string, type: string, hash: string][];

/** Hands each kernel that asked for it its notebook as it is on screen, just before a cell's execute request. */
export class Snapshots {
  /** Let the kernels that this notebook gets ask for it. */
  watch(panel: NotebookPanel): void {
    const { sessionContext } = panel;
    this._register(sessionContext.session?.kernel ?? null);
    sessionContext.kernelChanged.connect((_, { newValue }) =>
      this._register(newValue)
    );
  }

  /** Send the notebook as it is now; nothing happens where the kernel has not asked. */
  send(panel: NotebookPanel, scheduled: string): void {
    const kernel = panel.sessionContext.session?.kernel;
    const link = kernel && this._links.get(kernel.id);
    if (!link || link.comm.isDisposed) {
      return;
    }
    const order: Order = [];
    const sources: Record<string, string> = {};
    const current = new Map<string, string>();
    for (const { model } of panel.content.widgets) {
      const source = model.sharedModel.getSource();
      current.set(model.id, source);
      order.push([model.id, model.type, this._hash(model.id, source)]);
      if (link.carried.get(model.id) !== source) {
        sources[model.id] = source;
      }
    }
    link.carried = current;
    link.comm.send({
      type: 'scheduled',
      path: panel.context.path,
      cell: scheduled,
      order,
      sources
    });
  }

  private _register(kernel: Kernel.IKernelConnection | null): void {
    kernel?.registerCommTarget(COMM_TARGET, comm => {
      // on the main shell messages stay in order with the execute requests that they belong to
      comm.commsOverSubshells = CommsOverSubshells.Disabled;
      const link: Private.ILink = { comm, carried: new Map() };
      this._links.set(kernel.id, link);
      comm.onMsg = ({ content }) => {
        const { type, cells } = content.data as {
          type?: string;
          cells?: string[];
        };
        if (type === 'need' && cells) {
          const there = cells.filter(id => link.carried.has(id));
          comm.send({
            type: 'sources',
            sources: Object.fromEntries(
              there.map(id => [id, link.carried.get(id) ?? ''])
            )
          });
        }
      };
      comm.onClose = () => {
        if (this._links.get(kernel.id) === link) {
          this._links.delete(kernel.id);
        }
      };
    });
  }

  private _hash(id: string, source: string): string {
    const kept = this._hashes.get(id);
    if (kept?.source === source) {
      return kept.hash;
    }
    const hash = bytesToHex(sha256(utf8ToBytes(source)));
    this._hashes.set(id, { source, hash });
    return hash;
  }

  private readonly _links = new Map<string, Private.ILink>();
  private readonly _hashes = new Map<
    string,
    { source: string; hash: string }
  >();
}

namespace Private {
  export interface ILink {
    comm: Kernel.IComm;
    /** The sources that this comm has carried, by cell id. */
    carried: Map<string, string>;
  }
}
