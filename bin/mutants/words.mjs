import { PluginKind, declareValuePlugin } from "@stryker-mutator/api/plugin";

/** Texts for people (`ja`, `en`): a test that repeats them would prove nothing. Tests do check which text is used. */
const isWords = ({ node, parent }) => {
  const isText = node.type === "StringLiteral" || node.type === "TemplateLiteral";
  return isText && parent?.type === "ObjectProperty" && ["ja", "en"].includes(parent.key.name);
};

export const strykerPlugins = [
  declareValuePlugin(PluginKind.Ignore, "words", {
    shouldIgnore: (path) => (isWords(path) ? "words for people" : undefined),
  }),
];
