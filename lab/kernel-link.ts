/**
 * One output in several forms, from MIME type to content: a front end shows the richest that it
 * knows.
 */
export type MimeBundle = Readonly<Record<string, unknown>>;

/** What our kernel offers to code in cells. */
export interface KernelLink {
  /** Aborts when the cell that the calling code belongs to is stopped. */
  signalOfCell(): AbortSignal;
  /**
   * Shows an output in the cell that the calling code belongs to.
   *
   * @param id names an output that later calls replace
   * @param update whether one of that name is shown already
   */
  display(bundle: MimeBundle, id?: string, update?: boolean): void;
  /**
   * Puts code into a new cell below the one that the calling code belongs to, as soon as that one
   * has ended.
   */
  nextCell(code: string): void;
}

/** The kernel lays its link here: notebooks' modules and the kernel's own are loaded apart. */
export const KERNEL_LINK = Symbol.for('unroll.kernel');

/** The link to the kernel; in a plain program, one that prints. */
export function kernelLink(): KernelLink {
  const holder = globalThis as { [KERNEL_LINK]?: KernelLink };
  return holder[KERNEL_LINK] ?? plainProgram;
}

const never = new AbortController().signal;

const plainProgram: KernelLink = {
  signalOfCell: () => never,
  display: (bundle) => {
    console.log(String(bundle['text/plain']));
  },
  nextCell: (code) => {
    console.log(code);
  },
};
