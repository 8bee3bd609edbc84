/** What the course stands on, in the order in which it is looked at. */
export const parts = ['Node', 'JupyterLab', 'kernel', 'isolation', 'backend', 'disk'] as const;

/** One thing the course stands on. */
export interface Finding {
  readonly name: (typeof parts)[number];
  /** `poor` works, `missing` does not. */
  readonly status: 'ok' | 'poor' | 'missing';
  /** What was found, in one line. */
  readonly found: string;
  /** What to do about a status other than `ok`. */
  readonly remedy?: string;
  /** What was measured, with the unit in the name. */
  readonly measured?: Readonly<Record<string, number>>;
}

/** Where the doctor looks. */
export interface Machine {
  readonly root: string;
  readonly env: NodeJS.ProcessEnv;
}

/** What most remedies begin with. */
export const setUpAgain = 'npm start -- --setup-only';
