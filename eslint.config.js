import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** Who may import whom; every folder's reason is its place in the house. */
const house = [
  {
    from: 'src/core',
    not: ['text', 'data', 'layers', 'models', 'train', 'decode', 'metrics', 'plot'],
    because: 'core stands below everything',
  },
  {
    from: 'src/text',
    not: ['data', 'layers', 'models', 'train', 'decode', 'metrics', 'plot'],
    because: 'text knows core alone',
  },
  {
    from: 'src/layers',
    not: ['text', 'data', 'models', 'train', 'decode', 'metrics', 'plot'],
    because: 'layers know core alone',
  },
  {
    from: 'src/metrics',
    not: ['text', 'data', 'layers', 'models', 'train', 'decode', 'plot'],
    because: 'metrics know core alone',
  },
  {
    from: 'src/plot',
    not: ['text', 'data', 'layers', 'models', 'train', 'decode', 'metrics'],
    because: 'plot turns plain data into specs',
  },
  {
    from: 'src/data',
    not: ['layers', 'models', 'train', 'decode', 'metrics', 'plot'],
    because: 'data makes records with text alone',
  },
  {
    from: 'src/models',
    not: ['text', 'data', 'train', 'decode', 'metrics', 'plot'],
    but: ['train/losses.js'],
    because: 'models are made of layers and core, and a loss is computed from what they say',
  },
  {
    from: 'src/decode',
    not: ['text', 'data', 'layers', 'train', 'metrics', 'plot'],
    because: 'decoders know a step, no model',
  },
  {
    from: 'src/train',
    not: ['text', 'data', 'layers', 'models', 'decode', 'plot'],
    because: 'the loop is given a loss and names no model',
  },
];

const above = [
  'grader',
  'lessons',
  'school',
  'lab',
  'cli',
  'tools',
  'bench',
  'experiments',
  'exercises',
  'solutions',
];

/** @type {import('eslint').Linter.Config[]} */
const houseRules = house.map(({ from, not, but = [], because }) => ({
  files: [`${from}/**/*.ts`],
  ignores: ['**/*.test.ts'],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: [
          {
            group: [...not.map((folder) => `**/${folder}/**`), ...but.map((file) => `!**/${file}`)],
            message: `${because}.`,
          },
          {
            group: above.map((folder) => `**/${folder}/**`),
            message: 'The library stands on its own.',
          },
        ],
      },
    ],
  },
}));

/** What stands above the grader, from the bottom: none knows those behind it. */
const upperFloors = ['lessons', 'school', 'lab', 'tools', 'cli', 'bench'];

/** @type {import('eslint').Linter.Config} */
const experimentRules = {
  files: ['experiments/**/*.ts'],
  ignores: ['**/*.test.ts'],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: [
          {
            group: above
              .filter((folder) => folder !== 'experiments')
              .map((folder) => `**/${folder}/**`),
            message: 'Experiments train what is in src; notebooks run them too.',
          },
        ],
      },
    ],
  },
};

/** @type {import('eslint').Linter.Config[]} */
const upperRules = upperFloors.slice(0, -1).map((folder, floor) => ({
  files: [`${folder}/**/*.ts`],
  ignores: ['**/*.test.ts'],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: [
          {
            group: upperFloors.slice(floor + 1).map((above) => `**/${above}/**`),
            message: `${folder} stands below these and does not know them.`,
          },
        ],
      },
    ],
  },
}));

export default defineConfig(
  {
    ignores: [
      'node_modules',
      '.venv',
      '.unroll',
      'exercises',
      'solutions',
      'notebooks',
      'data',
      'fixtures/**/*.py',
    ],
  },
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      'no-restricted-properties': [
        'error',
        {
          object: 'tf',
          property: 'einsum',
          message: 'tf.einsum has no gradient: use einsum of src/core.',
        },
        { object: 'Math', property: 'random', message: 'Chance is an argument: take an Rng.' },
      ],
      'no-restricted-syntax': [
        'error',
        {
          selector: 'ExportDefaultDeclaration',
          message: 'Named exports only: one name for one thing.',
        },
      ],
    },
  },
  ...houseRules,
  ...upperRules,
  experimentRules,
  {
    files: ['grader/**/*.ts'],
    ignores: ['**/*.test.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            { regex: '/src/(?!core/)', message: 'The grader knows the core alone.' },
            {
              group: ['**/lessons/**'],
              message: 'The grader knows no lesson: tasks come in as arguments.',
            },
            {
              group: ['**/exercises/**', '**/solutions/**'],
              message: 'An implementation reaches the judge only as values out of a box.',
            },
            {
              group: ['**/school/**', '**/lab/**', '**/cli/**', '**/tools/**', '**/bench/**'],
              message: 'These put the grader to use; it does not know them.',
            },
          ],
        },
      ],
    },
  },
  {
    files: ['*.config.ts', '*.config.js', '.ci/**'],
    rules: { 'no-restricted-syntax': 'off' },
  },
  {
    files: ['**/*.mjs', '*.js'],
    rules: {
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
);
