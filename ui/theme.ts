import { createTheme, type MantineColorsTuple } from "@mantine/core";

/** 藍 (indigo): what can be pressed, and what is chosen. */
const ai: MantineColorsTuple = [
  "#eef3fa",
  "#dbe5f2",
  "#b4c8e3",
  "#8ba9d4",
  "#688fc7",
  "#527fbf",
  "#3f6cae",
  "#2b5596",
  "#224678",
  "#1b3860",
];

/** 朱 (vermilion): the mark, and what went wrong. */
const shu: MantineColorsTuple = [
  "#fdf0ed",
  "#f8ddd7",
  "#f0b8ac",
  "#e88f7e",
  "#e16d57",
  "#dd573e",
  "#c9442c",
  "#b23622",
  "#932a1a",
  "#752012",
];

/** The machine's own letters; those of `ui/letters` where it has no Japanese ones: a phone loads none. */
const font =
  '"Hiragino Sans", "Noto Sans JP", "Noto Sans CJK JP", "Yu Gothic UI", Meiryo, "Musubi Letters", system-ui, sans-serif';

/** The one look of all pages. How it is used: docs/design.md. */
export const theme = createTheme({
  colors: { ai, shu },
  primaryColor: "ai",
  primaryShade: 7,
  black: "#1d2733",
  fontFamily: font,
  headings: {
    fontFamily: font,
    fontWeight: "650",
    sizes: {
      h1: { fontSize: "1.5rem", lineHeight: "1.35" },
      h2: { fontSize: "1.125rem", lineHeight: "1.45" },
      h3: { fontSize: "1rem", lineHeight: "1.5" },
    },
  },
  defaultRadius: "md",
  cursorType: "pointer",
  respectReducedMotion: true,
  components: {
    // A phone's keyboard begins with a capital letter what is no sentence: codes, IDs, addresses of mail, what is looked for.
    TextInput: { defaultProps: { autoCapitalize: "none" } },
    PasswordInput: { defaultProps: { autoCapitalize: "none" } },
    Paper: { defaultProps: { withBorder: true, radius: "md", p: "md" } },
    InputWrapper: { defaultProps: { inputWrapperOrder: ["label", "description", "input", "error"] } },
    Badge: { defaultProps: { variant: "light", radius: "sm", tt: "none" } },
    Anchor: { defaultProps: { underline: "hover" } },
    Modal: { defaultProps: { centered: true } },
  },
});
