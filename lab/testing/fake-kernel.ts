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
 * @returns what is shown from now on, and the signal's controller
 */
export function fakeKernel(): { readonly shown: Shown[]; readonly controller: AbortController } {
  const shown: Shown[] = [];
  const controller = new AbortController();
  const link: KernelLink = {
    signalOfCell: () => controller.signal,
    display: (bundle, id, update = false) => {
      shown.push({ bundle, id, update });
    },
  };
  Object.defineProperty(globalThis, KERNEL_LINK, { value: link, configurable: true });
  return { shown, controller };
}
