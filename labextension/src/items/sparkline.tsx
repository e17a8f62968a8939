import * as React from 'react';

const WIDTH = 56;
const HEIGHT = 16;

/** A small curve without axes; nothing where there are fewer than two numbers. */
export function Sparkline(props: {
  values: readonly (number | null)[];
  colour: string;
  label: string;
}): React.JSX.Element | null {
  const numbers = props.values.filter(
    (value): value is number => value !== null
  );
  if (numbers.length < 2) {
    return null;
  }
  const low = Math.min(...numbers);
  const span = Math.max(...numbers) - low || 1;
  const across = (WIDTH - 2) / Math.max(1, props.values.length - 1);
  const points = props.values.flatMap((value, place) =>
    value === null
      ? []
      : [
          `${(1 + place * across).toFixed(1)},${(
            1 +
            (HEIGHT - 2) * (1 - (value - low) / span)
          ).toFixed(1)}`
        ]
  );
  return (
    <svg
      className="jt-Spark"
      width={WIDTH}
      height={HEIGHT}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={props.label}
    >
      <polyline points={points.join(' ')} stroke={props.colour} fill="none" />
    </svg>
  );
}
