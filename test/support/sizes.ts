/** The screens that every page is looked at on. */
export const sizes = { laptop: { width: 1280, height: 900 }, phone: { width: 390, height: 844 } };
