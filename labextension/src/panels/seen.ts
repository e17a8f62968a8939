import type { Message } from '@lumino/messaging';
import { Panel } from '@lumino/widgets';

/** A panel that knows when it comes into sight and when it goes. */
export abstract class SeenPanel extends Panel {
  /** Called when it comes into sight, and when it goes. */
  protected abstract onSeen(isSeen: boolean): void;

  protected override onAfterAttach(message: Message): void {
    super.onAfterAttach(message);
    this.onSeen(this.isVisible);
  }

  protected override onAfterShow(message: Message): void {
    super.onAfterShow(message);
    this.onSeen(true);
  }

  protected override onAfterHide(message: Message): void {
    super.onAfterHide(message);
    this.onSeen(false);
  }
}
