import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';
import { importCycles } from './tools/lint/import-cycles.mjs';

/** Who may import whom; every folder's reason is its place in the house. */
const house = [
  {
    from: 'src/core',
    not: ['text', 'data', 'layers', 'models', 'train', 'decode', 'metrics', 'plot', 'synthetic'],
    because: 'core stands below everything',
  },
  {
    from: 'src/text',
    not: ['data', 'layers', 'models', 'train', 'decode', 'metrics', 'plot', 'synthetic'],
    because: 'text knows core alone',
  },
  {
    from: 'src/layers',
    not: ['text', 'data', 'models', 'train', 'decode', 'metrics', 'plot', 'synthetic'],
    because: 'layers know core alone',
  },
  {
    from: 'src/metrics',
    not: ['text', 'data', 'layers', 'models', 'train', 'decode', 'plot', 'synthetic'],
    because: 'metrics know core alone',
  },
  {
    from: 'src/plot',
    not: ['text', 'data', 'layers', 'models', 'train', 'decode', 'metrics', 'synthetic'],
    because: 'plot turns plain data into specs',
  },
  {
    from: 'src/synthetic',
    not: ['data', 'models', 'train', 'decode', 'metrics', 'plot'],
    because: 'made-up problems are made of text and layers',
  },
  {
    from: 'src/data',
    not: ['layers', 'models', 'train', 'decode', 'metrics', 'plot', 'synthetic'],
    because: 'data makes records with text alone',
  },
  {
    from: 'src/models',
    not: ['text', 'data', 'train', 'decode', 'metrics', 'plot', 'synthetic'],
    but: 'train/losses\\.js',
    because: 'models are made of layers and core, and a loss is computed from what they say',
  },
  {
    from: 'src/decode',
    not: ['text', 'data', 'layers', 'train', 'metrics', 'plot', 'synthetic'],
    because: 'decoders know a step, no model',
  },
  {
    from: 'src/train',
    not: ['text', 'data', 'layers', 'models', 'decode', 'plot', 'synthetic'],
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

const namedExports = {
  selector: 'ExportDefaultDeclaration',
  message: 'Named exports only: one name for one thing.',
};

/**
 * Forbids imports, those at run time too, by what matches the path.
 *
 * @param {string} folder
 * @param {readonly { regex: string, message: string }[]} patterns
 * @returns {import('eslint').Linter.Config}
 */
const keepsOut = (folder, patterns) => ({
  files: [`${folder}/**/*.{ts,mjs}`],
  ignores: ['**/*.test.ts'],
  rules: {
    'no-restricted-imports': ['error', { patterns: [...patterns] }],
    'no-restricted-syntax': [
      'error',
      namedExports,
      ...patterns.map(({ regex, message }) => ({
        selector: `ImportExpression[source.value=/${regex.replaceAll('/', '\\u002F')}/]`,
        message,
      })),
    ],
  },
});

/** @param {readonly string[]} folders */
const inFolders = (folders) => `^\\.\\.?/(.*/)?(${folders.join('|')})/`;

const houseRules = house.map(({ from, not, but = '', because }) =>
  keepsOut(from, [
    { regex: `${but === '' ? '' : `(?!.*/${but}$)`}${inFolders(not)}`, message: `${because}.` },
    { regex: inFolders(above), message: 'The library stands on its own.' },
  ]),
);

/** What stands above the grader, from the bottom: none knows those after it. */
const upperFloors = ['lessons', 'school', 'lab', 'tools', 'cli', 'bench'];

const upperRules = upperFloors.slice(0, -1).map((folder, floor) =>
  keepsOut(folder, [
    {
      regex: inFolders(upperFloors.slice(floor + 1)),
      message: `${folder} stands below these and does not know them.`,
    },
  ]),
);

const experimentRules = keepsOut('experiments', [
  {
    regex: inFolders(above.filter((folder) => folder !== 'experiments')),
    message: 'Experiments train what is in src; notebooks run them too.',
  },
]);

const graderRules = keepsOut('grader', [
  { regex: '/src/(?!core/)', message: 'The grader knows the core alone.' },
  {
    regex: '/fixtures/(?!load\\.js$)',
    message: 'The grader reads fixtures by fixtures/load.ts alone.',
  },
  {
    regex: inFolders(['lessons']),
    message: 'The grader knows no lesson: tasks come in as arguments.',
  },
  {
    regex: inFolders(['exercises', 'solutions']),
    message: 'An implementation reaches the judge only as values out of a box.',
  },
  {
    regex: inFolders(['school', 'lab', 'cli', 'tools', 'bench', 'experiments']),
    message: 'These put the grader to use; it does not know them.',
  },
]);

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
    plugins: { unroll: { rules: { 'import-cycles': importCycles } } },
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
      'no-restricted-syntax': ['error', namedExports],
      'unroll/import-cycles': 'error',
      'max-len': [
        'error',
        {
          code: 100,
          ignoreStrings: true,
          ignoreTemplateLiterals: true,
          ignoreRegExpLiterals: true,
        },
      ],
    },
  },
  ...houseRules,
  ...upperRules,
  experimentRules,
  graderRules,
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
