// Names that compilers make: `<code>5__2`, `<b>k__BackingField`, `<p>b__0`.
const MADE_UP = "(?![a-z]?\\d{0,3}__(?!_))";
const NAMES =
  "link|exec|altlink|col|img|br|hr|em|strong|span|font|code|pre|div|td|tr|th|table|tbody|li|ul|ol|sup|sub|tt|samp|kbd|blockquote|h[1-6]";
const ATTRIBUTES = "\\s[^<>]{0,400}";

// <link cmd="!do 0x…">, </link>, <span class="x">, <br/>, </p>: tags of debugger markup and of blog pages, nothing else.
const TAG = new RegExp(
  `<(?:/(?:${NAMES}|[abipu])|(?:${NAMES})(?:${ATTRIBUTES})?|[abip]${ATTRIBUTES}|p)\\s?/?>${MADE_UP}`,
  "g",
);
// The same in capitals, and tags of one letter: generic types look like them, but are never closed.
const DOUBTFUL = new RegExp(`</?(?:${NAMES}|[abipu])(?:${ATTRIBUTES})?\\s?/?>${MADE_UP}`, "gi");
const CLOSED = /<\/[a-z]|<br/i;

/** How each of them begins; much of what begins so is none. */
export const TAG_START = `<(?:/|(?:${NAMES}|[abipu])[\\s/>])`;

/** The text without the tags of a page or of a debugger. Type arguments in angle brackets stay. */
export function withoutTags(text: string): string {
  if (!text.includes("<")) return text;
  return text.replace(CLOSED.test(text) ? DOUBTFUL : TAG, "");
}
