import { KERNEL_LINK, type KernelLink, type MimeBundle } from '../kernel-link.js';

/** One output that a test's code showed. */
export interface Shown {
  readonly bundle: MimeBundle;
  readonly id: string | undefined;
  readonly update: boolean;
}

/**
 * Stands in for the kernel.
 *
 * @returns what is shown and put into cells from now on, and the signal's controller
 */
export function fakeKernel(): {
  readonly shown: Shown[];
  readonly cells: string[];
  readonly controller: AbortController;
} {
  const shown: Shown[] = [];
  const cells: string[] = [];
  const controller = new AbortController();
  const link: KernelLink = {
    signalOfCell: () => controller.signal,
    display: (bundle, id, update = false) => {
      shown.push({ bundle, id, update });
    },
    nextCell: (code) => {
      cells.push(code);
    },
  };
  Object.defineProperty(globalThis, KERNEL_LINK, { value: link, configurable: true });
  return { shown, cells, controller };
}
