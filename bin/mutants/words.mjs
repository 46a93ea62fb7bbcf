import { PluginKind, declareValuePlugin } from "@stryker-mutator/api/plugin";

/** Words for people (`ja`, `en`): a test that repeats them would prove nothing. Which of them is said, tests do ask. */
const isWords = ({ node, parent }) => {
  const isText = node.type === "StringLiteral" || node.type === "TemplateLiteral";
  return isText && parent?.type === "ObjectProperty" && ["ja", "en"].includes(parent.key.name);
};

export const strykerPlugins = [
  declareValuePlugin(PluginKind.Ignore, "words", {
    shouldIgnore: (path) => (isWords(path) ? "words for people" : undefined),
  }),
];
