import type { ChartCard } from '../rest';
import type { BoardModel } from './model';
import { columnOf } from '../table/columns';

const MOST_AXES = 6;

/** A chart of a kind as it is before anybody has chosen: of what is worth looking at first. */
export async function firstCard(
  model: BoardModel,
  kind: ChartCard['kind']
): Promise<ChartCard> {
  const { metrics, params } = await model.firstColumns();
  const metric =
    metrics[0] ?? model.curveMetrics[0] ?? model.names?.metrics[0] ?? '';
  const across = params[0]
    ? columnOf('params', params[0])
    : columnOf('metrics', metrics[1] ?? metric);
  const up = columnOf('metrics', metric);
  const axes = params.slice(0, MOST_AXES).map(name => columnOf('params', name));
  switch (kind) {
    case 'curve':
      return { kind, metric: model.curveMetrics[0] ?? metric };
    case 'scatter':
      return { kind, x: across, y: up };
    case 'parallel':
    case 'correlation':
      return {
        kind,
        columns: [
          ...axes,
          ...metrics.slice(0, 2).map(name => columnOf('metrics', name))
        ]
      };
    case 'bar':
    case 'box':
      return { kind, metric, by: params[0] ? across : 'configuration' };
    case 'histogram':
      return { kind, column: up };
    default:
      return { kind, metric };
  }
}
