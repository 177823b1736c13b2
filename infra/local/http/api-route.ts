/** Finds the route of a request, by the templates that the API stack gives to API Gateway. */
import { type HttpRoom, ROUTES } from '../../../functions/runtime/routes.ts';

export type Route = {
  /** API Gateway's route key: method and path template. */
  readonly key: string;
  readonly room: HttpRoom;
  /** Path parameters, decoded. */
  readonly parameters: Readonly<Record<string, string>>;
};

/** `/a/{x}/{y+}` → an expression with groups named x (one segment) and y (the rest). */
function expression(template: string): RegExp {
  const pattern = template
    .replace(/[.$]/g, '\\$&')
    .replace(/\{(\w+)\+\}/g, '(?<$1>.+)')
    .replace(/\{(\w+)\}/g, '(?<$1>[^/]+)');
  return new RegExp(`^${pattern}$`);
}

const routes = ROUTES.map((route) => ({ ...route, pattern: expression(route.path) }));

/**
 * The route of a request; undefined when there is none.
 * @throws URIError when a path parameter is not proper percent-encoding.
 */
export function routeOf(method: string, path: string): Route | undefined {
  const candidates = routes.filter((route) => route.method === method);
  for (const { path: template, room, pattern } of candidates) {
    const match = pattern.exec(path);
    if (match === null) continue;
    const parameters = Object.entries(match.groups ?? {}).map(
      ([name, value]) => [name, decodeURIComponent(value)] as const,
    );
    return { key: `${method} ${template}`, room, parameters: Object.fromEntries(parameters) };
  }
  return undefined;
}
