/** What a notebook imports. */
export { budget, pick, type Budget } from './budget.js';
export { check, hint, mistaken, own, repro, yours } from './check.js';
export { fit, type Fitted, type FitOptions } from './fit.js';
export { predict } from './predict.js';
export { progress, type Progress, type ProgressOptions } from './progress.js';
export { show, type Showable } from './show.js';
export { start } from './start.js';
export { pause, stopSignal } from './stop.js';
