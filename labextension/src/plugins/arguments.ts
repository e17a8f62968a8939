/** The arguments of commands, as JSON Schema, so that other programs can call them. */
export const NO_ARGUMENTS = {
  type: 'object',
  properties: {},
  additionalProperties: false
} as const;

export const ONE_RUN = {
  type: 'object',
  properties: {
    run: { type: 'string', description: 'The id of a run.' }
  }
} as const;

export const SOME_RUNS = {
  type: 'object',
  properties: {
    runs: {
      type: 'array',
      items: { type: 'string' },
      description: 'Ids of runs; without them, the runs selected in the panel.'
    }
  }
} as const;
