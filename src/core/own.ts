/**
 * What a record itself has under a name. An axis or a weight may be called `constructor`, which
 * JavaScript finds in every record.
 */
export function own<T>(record: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}
