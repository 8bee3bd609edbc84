/** Puts tests on the fastest backend of this machine, in single precision. */
import { useBackend } from '../backend.js';

await useBackend();
