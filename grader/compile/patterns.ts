import type * as acorn from 'acorn';

/** A place where a pattern binds a name; `{ a }` is short for `{ a: a }`. */
export interface BoundPlace {
  readonly at: acorn.Identifier;
  readonly isShort: boolean;
}

export function boundPlaces(pattern: acorn.Pattern, isShort = false): BoundPlace[] {
  switch (pattern.type) {
    case 'Identifier':
      return [{ at: pattern, isShort }];
    case 'ObjectPattern':
      return pattern.properties.flatMap((property) =>
        property.type === 'RestElement'
          ? boundPlaces(property.argument)
          : boundPlaces(property.value, property.shorthand),
      );
    case 'ArrayPattern':
      return pattern.elements.flatMap((element) => (element === null ? [] : boundPlaces(element)));
    case 'RestElement':
      return boundPlaces(pattern.argument);
    case 'AssignmentPattern':
      return boundPlaces(pattern.left, isShort);
    default:
      return [];
  }
}

/** Names that a pattern binds. */
export const boundNames = (pattern: acorn.Pattern): string[] =>
  boundPlaces(pattern).map(({ at }) => at.name);
