/** A loaded module's exports. */
export type Exports = Readonly<Record<string, unknown>>;
