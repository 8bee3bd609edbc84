/**
 * Loaded before tfjs: it allocates every float tensor as a `Float32Array`, so the wider array takes
 * that name and everything computes in double precision.
 */
globalThis.Float32Array = Float64Array as unknown as Float32ArrayConstructor;
