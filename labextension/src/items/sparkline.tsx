import * as React from 'react';

export const SPARK_WIDTH = 56;
export const SPARK_HEIGHT = 16;

/** The points of a small curve as SVG takes them; empty where there are fewer than two numbers. */
export function sparkPoints(values: readonly (number | null)[]): string {
  const numbers = values.filter((value): value is number => value !== null);
  if (numbers.length < 2) {
    return '';
  }
  const low = Math.min(...numbers);
  const span = Math.max(...numbers) - low || 1;
  const across = (SPARK_WIDTH - 2) / Math.max(1, values.length - 1);
  return values
    .flatMap((value, place) =>
      value === null
        ? []
        : [
            `${(1 + place * across).toFixed(1)},${(
              1 +
              (SPARK_HEIGHT - 2) * (1 - (value - low) / span)
            ).toFixed(1)}`
          ]
    )
    .join(' ');
}

/** A small curve without axes; nothing where there are fewer than two numbers. */
export function Sparkline(props: {
  values: readonly (number | null)[];
  colour: string;
  label: string;
}): React.JSX.Element | null {
  const points = sparkPoints(props.values);
  if (!points) {
    return null;
  }
  return (
    <svg
      className="jt-Spark"
      width={SPARK_WIDTH}
      height={SPARK_HEIGHT}
      viewBox={`0 0 ${SPARK_WIDTH} ${SPARK_HEIGHT}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={props.label}
    >
      <polyline points={points} stroke={props.colour} fill="none" />
    </svg>
  );
}
