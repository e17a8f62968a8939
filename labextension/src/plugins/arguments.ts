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

export const ONE_CELL = {
  type: 'object',
  properties: {
    cell: {
      type: 'string',
      description: 'The id of a cell; without it, the active one.'
    },
    path: {
      type: 'string',
      description: 'The notebook; without it, the active one.'
    }
  }
} as const;

export const SOME_RUNS = {
  type: 'object',
  properties: {
    runs: {
      type: 'array',
      items: { type: 'string' },
      description: 'Ids of runs; without them, the runs selected in the panel.'
    },
    path: {
      type: 'string',
      description: 'The notebook; without it, the active one.'
    }
  }
} as const;

export const COMPARED_RUNS = {
  type: 'object',
  properties: {
    ...SOME_RUNS.properties,
    baseline: {
      type: 'string',
      description: 'The id of the run that the others are measured against.'
    },
    section: {
      type: 'string',
      description: 'The section to unfold and show: moved, seeds, models, …'
    }
  }
} as const;

const NAME = {
  name: {
    type: 'string',
    description: 'A captured name; without it, the one whose menu is open.'
  },
  path: {
    type: 'string',
    description: 'The notebook; without it, the active one.'
  }
} as const;

export const ONE_NAME = {
  type: 'object',
  properties: {
    ...NAME,
    run: { type: 'string', description: 'The id of the run it stands in.' }
  }
} as const;

export const ONE_RULING = {
  type: 'object',
  properties: {
    ...NAME,
    ruling: {
      type: 'string',
      description:
        'ignore, metric, param, up, down, none, primary, irrelevant, relevant, or unlearn.'
    }
  },
  required: ['ruling']
} as const;
