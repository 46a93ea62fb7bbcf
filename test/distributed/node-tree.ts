/**
 * A statement in the form that PostgreSQL keeps after parsing: a node with its type and fields, a list, or a word.
 */
export type Node = { type: string; fields: Map<string, Tree[]> };
export type Tree = Node | Tree[] | string;

export const isNode = (tree: Tree): tree is Node => typeof tree === "object" && !Array.isArray(tree);

/** Reads the text of a `pg_node_tree`: `{QUERY :commandType 2 :targetList ({TARGETENTRY ...})}`. */
export function readTree(text: string): Tree[] {
  const tokens = text.match(/[{}()]|(?:\\.|[^\s{}()\\])+/gs) ?? [];
  let at = 0;
  const readValue = (): Tree => {
    const token = tokens[at] ?? "";
    at += 1;
    if (token === "(") {
      const list: Tree[] = [];
      while (at < tokens.length && tokens[at] !== ")") list.push(readValue());
      at += 1;
      return list;
    }
    if (token !== "{") return token;
    const node: Node = { type: tokens[at] ?? "", fields: new Map() };
    at += 1;
    let values: Tree[] = [];
    while (at < tokens.length && tokens[at] !== "}") {
      const next = tokens[at] ?? "";
      if (next.startsWith(":")) {
        values = [];
        node.fields.set(next.slice(1), values);
        at += 1;
      } else values.push(readValue());
    }
    at += 1;
    return node;
  };
  const trees: Tree[] = [];
  while (at < tokens.length) trees.push(readValue());
  return trees;
}

/** The fields of a node as a flat list; empty if there are none. */
export const field = (node: Node, name: string): Tree[] =>
  (node.fields.get(name) ?? []).flatMap((tree) => (Array.isArray(tree) ? tree : [tree]));

/** The word of a field; "" if there is none. */
export const word = (node: Node, name: string): string => {
  const [value] = node.fields.get(name) ?? [];
  return typeof value === "string" ? value : "";
};

/** These nodes and every node below them, except below a node for which `stop` is true. */
export function* nodesOf(trees: Tree[], stop: (node: Node) => boolean = () => false): Generator<Node> {
  for (const tree of trees) {
    if (Array.isArray(tree)) yield* nodesOf(tree, stop);
    else if (isNode(tree)) {
      yield tree;
      if (!stop(tree)) yield* nodesOf([...tree.fields.values()], stop);
    }
  }
}
