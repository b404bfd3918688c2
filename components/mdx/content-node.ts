/** The parts of a Markdown tree that are looked at here. */
export interface ContentNode {
  type: string;
  children?: ContentNode[];
  /** Of an element: `Note`. */
  name?: string | null;
  attributes?: { type: string; name?: string; value?: unknown }[];
  /** Of a link. */
  url?: string;
  title?: string | null;
  /** Of fenced code. */
  lang?: string | null;
  meta?: string | null;
  /** Of text and code. */
  value?: string;
  /** Of a heading. */
  depth?: number;
  position?: { start: { line: number } };
  data?: { hProperties?: Record<string, string> };
}

/** The node and everything below it, in reading order. */
export function* walkContent(node: ContentNode): Generator<ContentNode> {
  yield node;
  for (const child of node.children ?? []) yield* walkContent(child);
}

export function textOf(node: ContentNode): string {
  return node.value ?? (node.children ?? []).map(textOf).join("");
}
