import * as React from 'react';

/** The time in unix seconds, renewed every `seconds`. */
export function useNow(seconds: number): number {
  const [now, setNow] = React.useState(() => Date.now() / 1000);
  React.useEffect(() => {
    const timer = window.setInterval(
      () => setNow(Date.now() / 1000),
      seconds * 1000
    );
    return () => window.clearInterval(timer);
  }, [seconds]);
  return now;
}
