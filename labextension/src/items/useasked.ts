import * as React from 'react';

/** What was asked, as far as it is there. */
export interface IAsked<T> {
  /** The answer; the one before stays until the next is there. */
  answer: T | null;
  /** Why there is no answer. */
  error: string;
}

/** Ask something that takes its time, and again whenever `key` is another. */
export function useAsked<T>(key: string, ask: () => Promise<T>): IAsked<T> {
  const [asked, setAsked] = React.useState<IAsked<T>>({
    answer: null,
    error: ''
  });
  const newest = React.useRef(ask);
  newest.current = ask;
  React.useEffect(() => {
    let isWanted = true;
    newest.current().then(
      answer => isWanted && setAsked({ answer, error: '' }),
      fault =>
        isWanted && setAsked({ answer: null, error: (fault as Error).message })
    );
    return () => {
      isWanted = false;
    };
  }, [key]);
  return asked;
}
